import { parseLoosely } from '../answer-json.ts';
import type { Codec } from '../codec.ts';
import { passThrough } from '../pass-through.ts';
import type { Call, Passage } from '../passage.ts';
import type { PassageDetails } from '../translation/generator.ts';
import { errorReader } from '../translation/translated-error.ts';
import { hostedBytes } from './hosted-body.ts';
import { isMessagesError } from './hosted-error.ts';
import type { Hosting } from './hosting.ts';

/** The passage of a call in Messages to a cloud that serves it: the client's bytes at another address. */
export function openHosted(
  hosting: Hosting,
  codec: Codec,
  call: Call,
  { model, answerId }: PassageDetails,
): Passage {
  const plain = passThrough(call, model);
  const { isStreaming } = call.facts;
  const readError = errorReader(codec.parseError, codec.buildError, answerId);
  return {
    route: `${call.operation.dialect}→${hosting.dialect}`,
    path: hosting.path(model, isStreaming),
    body: hostedBytes(plain.body, hosting),
    answer: null,
    headers: [],
    dropped: [],
    framing: hosting.framing,
    contentType: isStreaming ? 'text/event-stream; charset=utf-8' : 'application/json',
    heartbeat: plain.heartbeat,
    readAnswer: (answer, costOf) => plain.readAnswer(answer, costOf),
    estimateAnswerTokens: (answer) => plain.estimateAnswerTokens(answer),
    createStreamTap: (options) => plain.createStreamTap(options),
    readError(status, bytes, retryAfterS) {
      return isMessagesError(parseLoosely(bytes)) ? null : readError(status, bytes, retryAfterS);
    },
  };
}
