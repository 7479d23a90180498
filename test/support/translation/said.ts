import type { AssistantPart, CanonicalResponse } from '../../../src/canonical/index.ts';

/** What an answer says, whatever the dialect: without ids, thinking and the borders between parts. */
export interface Said {
  readonly texts: readonly string[];
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly finishes: readonly string[];
}

/** What an answer says in all of its choices. */
export function saidIn({ choices }: CanonicalResponse): Said {
  return {
    texts: choices.map(({ parts }) => parts.map(wordsOf).join('')),
    calls: choices.flatMap(({ parts }) => parts.flatMap(callIn)),
    finishes: choices.map(({ finish }) => finishWord(finish.reason)),
  };
}

/** All thinking that is shown in an answer. */
export function thoughtIn({ choices }: CanonicalResponse): string {
  const parts = choices.flatMap((choice) => choice.parts);
  return parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
}

function wordsOf(part: AssistantPart): string {
  return part.type === 'text' || part.type === 'refusal' ? part.text : '';
}

function callIn(part: AssistantPart): Said['calls'] {
  if (part.type !== 'tool-call') {
    return [];
  }
  return [{ name: part.name, input: part.kind === 'custom' ? part.input : JSON.parse(part.input) }];
}

/** Not every dialect tells a stop sequence from the end. */
function finishWord(reason: string): string {
  return reason === 'stop-sequence' ? 'stop' : reason;
}
