import type { AssistantPart, OpenedPart, PartDelta } from '../../canonical/index.ts';

/** What a part begins as; sounds are told by their words, and what another vendor ran itself is not told. */
export function openedPart(part: AssistantPart): OpenedPart | null {
  switch (part.type) {
    case 'text':
    case 'audio':
      return { type: 'text' };
    case 'reasoning':
      return { type: 'reasoning', isRedacted: part.isRedacted };
    case 'refusal':
      return { type: 'refusal' };
    case 'tool-call':
      return { type: 'tool-call', id: part.id, name: part.name, kind: part.kind };
    case 'image':
      return { type: 'image', image: part };
    case 'vendor':
      return null;
  }
}

/** What is said in a part, its state first, so that it is said before what it hangs on. */
export function deltasOf(part: AssistantPart): readonly PartDelta[] {
  switch (part.type) {
    case 'text':
      return [...stateOf(part), { type: 'text', text: part.text }, ...citationsOf(part)];
    case 'tool-call':
      return [...stateOf(part), { type: 'text', text: part.input }];
    case 'reasoning':
      return [...stateOf(part), { type: 'text', text: part.text }];
    case 'refusal':
      return [{ type: 'text', text: part.text }];
    case 'audio':
      return [{ type: 'text', text: part.transcript ?? '' }];
    default:
      return [];
  }
}

type Stateful = Extract<AssistantPart, { readonly type: 'text' | 'tool-call' | 'reasoning' }>;

function stateOf({ signature }: Stateful): readonly PartDelta[] {
  return signature === null ? [] : [{ type: 'signature', signature }];
}

function citationsOf({ citations }: Extract<AssistantPart, { readonly type: 'text' }>): readonly PartDelta[] {
  return citations.map((citation) => ({ type: 'citation', citation }));
}
