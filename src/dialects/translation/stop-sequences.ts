import type { AssistantPart, CanonicalEvent, Choice, Finish } from '../../canonical/index.ts';

/**
 * Stop sequences for a dialect that has no word for them: its answers are cut here, where the upstream
 * itself would have stopped. What comes after is paid for all the same.
 */

/** Where a text has to stop. */
interface Stop {
  readonly at: number;
  readonly sequence: string;
}

/** The choice as it is when the model stops at the first of these sequences in its text. */
export function cutAtStop(choice: Choice, sequences: readonly string[]): Choice {
  const kept: AssistantPart[] = [];
  for (const part of choice.parts) {
    const stop = part.type === 'text' ? findStop(part.text, sequences) : null;
    if (part.type === 'text' && stop !== null) {
      kept.push({ ...part, text: part.text.slice(0, stop.at) });
      return { ...choice, parts: kept, finish: finishAt(stop) };
    }
    kept.push(part);
  }
  return choice;
}

/**
 * The same for a stream of one choice. The end of a text is held while it could be the beginning of a
 * sequence. After the stop only what concerns the whole answer is told: its usage and its end.
 */
export function createStopCutter(
  sequences: readonly string[],
): (event: CanonicalEvent) => readonly CanonicalEvent[] {
  let isText = false;
  let held = '';
  let hasStopped = false;

  function cut(event: Extract<CanonicalEvent, { readonly part: number }>, text: string) {
    const { choice, part } = event;
    const stop = findStop(held + text, sequences);
    const all = held + text;
    const end = stop?.at ?? all.length - heldChars(all, sequences);
    const told: CanonicalEvent[] =
      end === 0
        ? []
        : [{ type: 'part-delta', choice, part, delta: { type: 'text', text: all.slice(0, end) } }];
    held = all.slice(end);
    if (stop !== null) {
      hasStopped = true;
      told.push({ type: 'part-end', choice, part }, { type: 'finish', choice, finish: finishAt(stop) });
    }
    return told;
  }

  return (event) => {
    if (hasStopped) {
      return 'choice' in event ? [] : [event];
    }
    if (event.type === 'part-start') {
      isText = event.content.type === 'text';
      held = '';
    } else if (event.type === 'part-delta' && isText && event.delta.type === 'text') {
      return cut(event, event.delta.text);
    } else if (event.type === 'part-end' && held !== '') {
      const { choice, part } = event;
      return [{ type: 'part-delta', choice, part, delta: { type: 'text', text: held } }, event];
    }
    return [event];
  };
}

function findStop(text: string, sequences: readonly string[]): Stop | null {
  let first: Stop | null = null;
  for (const sequence of sequences) {
    const at = sequence === '' ? -1 : text.indexOf(sequence);
    if (at !== -1 && (first === null || at < first.at)) {
      first = { at, sequence };
    }
  }
  return first;
}

/** How many characters at the end of a text may begin a sequence. */
function heldChars(text: string, sequences: readonly string[]): number {
  let chars = 0;
  for (const sequence of sequences) {
    let length = Math.min(sequence.length - 1, text.length);
    while (length > chars && !text.endsWith(sequence.slice(0, length))) {
      length -= 1;
    }
    chars = Math.max(chars, length);
  }
  return chars;
}

function finishAt({ sequence }: Stop): Finish {
  return { reason: 'stop-sequence', stopSequence: sequence, explanation: null };
}
