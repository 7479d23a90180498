import fc from 'fast-check';
import type {
  AssistantPart,
  CanonicalError,
  CanonicalEvent,
  CanonicalResponse,
  Choice,
  OpenedPart,
} from '../../canonical/index.ts';
import { arbitraryResponse, type Features } from './arbitrary-canonical.ts';

/** A stream, and the answer that it says in pieces. */
export interface SaidInPieces {
  readonly response: CanonicalResponse;
  readonly events: readonly CanonicalEvent[];
}

/** Decides how a stream is cut and mixed; each call gives the next number below `below`. */
type Dice = (below: number) => number;

/**
 * Whole streams that keep the grammar: text in any pieces, some of them empty, the events of several
 * choices mixed, usage at any place and more than once.
 */
export function arbitraryEvents(features: Partial<Features> = {}): fc.Arbitrary<SaidInPieces> {
  return fc
    .tuple(arbitraryResponse(features), fc.array(fc.nat({ max: 1_000 }), { minLength: 16, maxLength: 16 }))
    .map(([response, throws]) => ({ response, events: eventsOf(response, createDice(throws)) }));
}

/** Streams in which the upstream fails at any place after the start. */
export function arbitraryFailedEvents(
  features: Partial<Features> = {},
): fc.Arbitrary<readonly CanonicalEvent[]> {
  return fc
    .tuple(arbitraryEvents(features), fc.nat({ max: 1_000 }), arbitraryError)
    .map(([{ events }, at, error]) => {
      const length = 1 + (at % (events.length - 1));
      return [...events.slice(0, length), { type: 'error' as const, error }];
    });
}

/** An error as upstreams report it. */
const arbitraryError: fc.Arbitrary<CanonicalError> = fc.constantFrom(
  { kind: 'overloaded', status: 529, message: 'Overloaded', code: null, retryAfterS: null },
  {
    kind: 'rate-limit',
    status: 429,
    message: 'Too many requests',
    code: 'rate_limit_exceeded',
    retryAfterS: 7,
  },
  { kind: 'server', status: 500, message: 'The server had an error', code: null, retryAfterS: null },
  {
    kind: 'context-length',
    status: 400,
    message: 'prompt is too long',
    code: 'context_length_exceeded',
    retryAfterS: null,
  },
);

function createDice(throws: readonly number[]): Dice {
  let at = 0;
  return (below) => {
    at += 1;
    return ((throws[at % throws.length] ?? 0) + at * 7) % below;
  };
}

function eventsOf(response: CanonicalResponse, dice: Dice): readonly CanonicalEvent[] {
  const queues = response.choices.map((choice) => [...choiceEvents(choice, dice)]);
  const events: CanonicalEvent[] = [{ type: 'start', id: response.id }];
  let filled = queues.filter((queue) => queue.length > 0);
  while (filled.length > 0) {
    const next = filled[dice(filled.length)]?.shift();
    if (next !== undefined) {
      events.push(next);
    }
    if (response.measured !== null && dice(9) === 0) {
      events.push({ type: 'usage', measured: response.measured });
    }
    filled = queues.filter((queue) => queue.length > 0);
  }
  if (response.measured !== null) {
    events.push({ type: 'usage', measured: response.measured });
  }
  return [...events, { type: 'end' }];
}

function choiceEvents({ index, parts, logprobs, finish }: Choice, dice: Dice): readonly CanonicalEvent[] {
  const said = parts.flatMap((part, place) => partEvents(part, index, place, dice));
  const tokens: CanonicalEvent[] = (logprobs ?? []).map((token) => ({
    type: 'logprobs',
    choice: index,
    tokens: [token],
  }));
  return [...said, ...tokens, { type: 'finish', choice: index, finish }];
}

function partEvents(
  part: AssistantPart,
  choice: number,
  place: number,
  dice: Dice,
): readonly CanonicalEvent[] {
  const content = openedPart(part);
  const at = { choice, part: place };
  if (content === null) {
    return [];
  }
  const deltas: CanonicalEvent[] = piecesOf(saidIn(part), dice).map((text) => ({
    type: 'part-delta',
    ...at,
    delta: { type: 'text', text },
  }));
  if (part.type === 'text') {
    for (const citation of part.citations) {
      deltas.push({ type: 'part-delta', ...at, delta: { type: 'citation', citation } });
    }
  }
  if (part.type !== 'image' && 'signature' in part && part.signature !== null) {
    deltas.push({ type: 'part-delta', ...at, delta: { type: 'signature', signature: part.signature } });
  }
  return [{ type: 'part-start', ...at, content }, ...deltas, { type: 'part-end', ...at }];
}

function openedPart(part: AssistantPart): OpenedPart | null {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return { type: part.type };
    case 'reasoning':
      return { type: 'reasoning', isRedacted: part.isRedacted };
    case 'tool-call':
      return { type: 'tool-call', id: part.id, name: part.name, kind: part.kind };
    case 'image':
      return { type: 'image', image: part };
    default:
      return null;
  }
}

/** The text of a part. A call without arguments may say so with nothing at all. */
function saidIn(part: AssistantPart): string {
  if (part.type === 'tool-call') {
    return part.input;
  }
  return 'text' in part ? part.text : '';
}

/** Cuts text between characters, now and then with an empty piece; nothing for empty text. */
function piecesOf(text: string, dice: Dice): readonly string[] {
  const characters = [...text];
  const pieces: string[] = [];
  let at = 0;
  while (at < characters.length) {
    const length = dice(6);
    pieces.push(characters.slice(at, at + length).join(''));
    at += length;
  }
  return pieces;
}
