import type { CanonicalEvent, CanonicalRequest } from '../../canonical/index.ts';
import type { AnswerContext } from '../codec.ts';
import { createResponsesStreamIn } from '../openai-responses/stream-in.ts';
import { createResponsesStreamOut } from '../openai-responses/stream-out.ts';
import { createFrameReader } from '../sse-frames.ts';

/** A request that says nothing but what is given. */
export function plainRequest(said: Partial<CanonicalRequest> = {}): CanonicalRequest {
  return {
    turns: [],
    tools: [],
    toolChoice: null,
    parallelTools: null,
    outputFormat: null,
    reasoning: null,
    maxOutputTokens: null,
    stopSequences: [],
    choices: null,
    temperature: null,
    topP: null,
    topK: null,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    logprobs: null,
    logitBias: null,
    verbosity: null,
    serviceTier: null,
    endUser: null,
    promptCacheKey: null,
    metadata: null,
    isStreaming: true,
    ...said,
  };
}

/** What an answer is written with; every use costs "0.25". */
export function answerContext(said: Partial<CanonicalRequest> = {}): AnswerContext {
  return {
    answerId: '01k',
    model: 'claude-sonnet-5',
    createdAtS: 1_755_000_000,
    request: plainRequest(said),
    wantsUsage: true,
    costOf: () => '0.25',
  };
}

/** The stream of a Responses client that events make. */
export function writeResponses(
  events: readonly CanonicalEvent[],
  said: Partial<CanonicalRequest> = {},
): string {
  const out = createResponsesStreamOut(answerContext(said));
  return events.map((event) => out.write(event)).join('');
}

/** The events that the stream of a Responses upstream says. */
export function readResponses(bytes: Buffer | string, said: Partial<CanonicalRequest> = {}) {
  const stream = createResponsesStreamIn(plainRequest(said));
  const reader = createFrameReader('sse', 1 << 20);
  const events = reader.push(Buffer.from(bytes)).flatMap((frame) => stream.read(frame));
  return [...events, ...stream.close()];
}
