import type { Measured } from '../../canonical/index.ts';
import type { StreamTap, StreamTapOptions, TappedAnswer } from '../dialect.ts';
import { geminiGenerate } from '../gemini/index.ts';
import { passThrough } from '../pass-through.ts';
import type { Call, Passage } from '../passage.ts';
import type { PassageDetails } from '../translation/generator.ts';
import { collectGeminiAnswer } from './collect-answer.ts';
import { createAntigravityStreamTap } from './stream-tap.ts';
import { wrapGeminiRequest } from './wrap-request.ts';

/**
 * The passage of a native Gemini call to an Antigravity upstream: the client's bytes go inside an envelope,
 * and every response comes out of one. The upstream streams alone, so a whole answer is collected.
 */
export function wrapInEnvelope(call: Call, { answerId, ...target }: PassageDetails): Passage {
  const plain = passThrough(call, target.model);
  const framing = call.operation.streamFraming(call.address);
  const isArray = call.facts.isStreaming && framing === 'json-array';
  return {
    route: 'gemini→antigravity',
    path: '/v1internal:streamGenerateContent?alt=sse',
    body: wrapGeminiRequest(plain.body, { ...target, requestId: answerId }),
    answer: null,
    headers: [],
    dropped: [],
    framing: 'sse',
    contentType: call.facts.isStreaming && !isArray ? 'text/event-stream' : 'application/json',
    heartbeat: plain.heartbeat,
    readAnswer: (stream: Buffer, costOf: (measured: Measured) => string): TappedAnswer =>
      geminiGenerate.readAnswer(collectGeminiAnswer(stream), costOf),
    estimateAnswerTokens: (stream: Buffer) =>
      geminiGenerate.estimateAnswerTokens(collectGeminiAnswer(stream)),
    createStreamTap: (options: StreamTapOptions): StreamTap => createAntigravityStreamTap(framing, options),
    readError: () => null,
  };
}
