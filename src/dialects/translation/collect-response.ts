import type {
  AssistantPart,
  CanonicalEvent,
  CanonicalResponse,
  Choice,
  Citation,
  Finish,
  Measured,
  OpenedPart,
  Signature,
  TokenLogprob,
} from '../../canonical/index.ts';
import { MalformedAnswerError, type StreamIn } from '../codec.ts';
import type { StreamFraming } from '../dialect.ts';
import { createFrameReader } from '../sse-frames.ts';

/** A part while its stream goes on. */
interface Growing {
  readonly content: OpenedPart;
  text: string;
  signature: Signature | null;
  readonly citations: Citation[];
}

/** A choice while its stream goes on. */
interface GrowingChoice {
  readonly parts: Map<number, Growing>;
  readonly logprobs: TokenLogprob[];
  finish: Finish;
}

/** What is said of a choice that never said why it ended. */
const UNFINISHED: Finish = { reason: 'failed', stopSequence: null, explanation: 'no finish came' };

/**
 * The complete answer that a stream of events says. For upstreams that stream alone, when the client does
 * not. An `error` among the events is the caller's to look for.
 */
export function collectResponse(events: Iterable<CanonicalEvent>): CanonicalResponse {
  const choices = new Map<number, GrowingChoice>();
  let id: string | null = null;
  let measured: Measured | null = null;
  for (const event of events) {
    if (event.type === 'start') {
      id = event.id;
    } else if (event.type === 'usage') {
      measured = event.measured;
    } else if ('choice' in event) {
      const choice = choices.get(event.choice) ?? { parts: new Map(), logprobs: [], finish: UNFINISHED };
      choices.set(event.choice, choice);
      grow(choice, event);
    }
  }
  const inOrder = [...choices].sort(([a], [b]) => a - b);
  return { id, choices: inOrder.map(([index, choice]) => wholeChoice(index, choice)), measured };
}

/**
 * The complete answer in the bytes of a whole stream.
 * @throws {MalformedAnswerError} when the stream was cut, or the upstream failed in it.
 */
export function collectStream(stream: Buffer, framing: StreamFraming, streamIn: StreamIn): CanonicalResponse {
  const reader = createFrameReader(framing, stream.length + FRAME_END.length);
  const bytes = framing === 'sse' ? Buffer.concat([stream, FRAME_END]) : stream;
  const events = [...reader.push(bytes).flatMap((frame) => streamIn.read(frame)), ...streamIn.close()];
  const last = events.at(-1);
  if (last?.type !== 'end') {
    throw new MalformedAnswerError(last?.type === 'error' ? last.error.message : 'the stream was cut');
  }
  return collectResponse(events);
}

/** Closes an event whose blank line the upstream left out. */
const FRAME_END = Buffer.from('\n\n');

function grow(choice: GrowingChoice, event: Extract<CanonicalEvent, { readonly choice: number }>): void {
  switch (event.type) {
    case 'part-start':
      choice.parts.set(event.part, { content: event.content, text: '', signature: null, citations: [] });
      break;
    case 'part-delta':
      growPart(choice.parts.get(event.part), event);
      break;
    case 'logprobs':
      choice.logprobs.push(...event.tokens);
      break;
    case 'finish':
      choice.finish = event.finish;
      break;
    case 'part-end':
      break;
  }
}

function growPart(
  part: Growing | undefined,
  { delta }: Extract<CanonicalEvent, { readonly type: 'part-delta' }>,
): void {
  if (part === undefined) {
    return;
  }
  if (delta.type === 'text') {
    part.text += delta.text;
  } else if (delta.type === 'signature') {
    part.signature = delta.signature;
  } else {
    part.citations.push(delta.citation);
  }
}

function wholeChoice(index: number, { parts, logprobs, finish }: GrowingChoice): Choice {
  return {
    index,
    parts: [...parts.values()].map(wholePart),
    finish,
    logprobs: logprobs.length === 0 ? null : logprobs,
  };
}

function wholePart({ content, text, signature, citations }: Growing): AssistantPart {
  const at = '';
  switch (content.type) {
    case 'text':
      return { type: 'text', at, text, cacheMark: null, citations, signature };
    case 'reasoning':
      return { type: 'reasoning', at, text, signature, isRedacted: content.isRedacted };
    case 'refusal':
      return { type: 'refusal', at, text };
    case 'tool-call': {
      const { id, name, kind } = content;
      const input = text === '' && kind === 'function' ? '{}' : text;
      return { type: 'tool-call', at, id, name, kind, input, signature };
    }
    case 'image':
      return content.image;
  }
}
