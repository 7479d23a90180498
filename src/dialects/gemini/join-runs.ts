import type { AssistantPart } from '../../canonical/index.ts';

/**
 * The parts of a turn of the model without the cuts of the stream they came in: clients keep every chunk as
 * a part of its own. Unsigned text joins what follows it, and a thought ends with its signature, which other
 * dialects need together with the whole of the thought.
 */
export function joinRuns(parts: readonly AssistantPart[]): readonly AssistantPart[] {
  const joined: AssistantPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const both = last === undefined ? null : joinedPart(last, part);
    if (both === null) {
      joined.push(part);
    } else {
      joined[joined.length - 1] = both;
    }
  }
  return joined;
}

/** The two as one; null where they are two. */
function joinedPart(first: AssistantPart, second: AssistantPart): AssistantPart | null {
  if (first.type === 'text' && second.type === 'text') {
    const isPlain = first.signature === null && second.signature === null;
    return isPlain ? { ...first, text: first.text + second.text } : null;
  }
  if (first.type === 'reasoning' && second.type === 'reasoning') {
    const isOpen = first.signature === null && !second.isRedacted;
    return isOpen ? { ...first, text: first.text + second.text, signature: second.signature } : null;
  }
  return null;
}
