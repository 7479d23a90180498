import type { CanonicalRequest } from '../../canonical/index.ts';
import { parseAnswer } from '../answer-json.ts';
import { type Codec, MalformedAnswerError } from '../codec.ts';
import type { Call, Passage } from '../passage.ts';
import type { Counting } from './counting.ts';
import type { Generator, PassageDetails } from './generator.ts';
import { carried } from './refused-field.ts';
import { errorReader } from './translated-error.ts';

/** A dialect whose upstreams count. */
export type CountingGenerator = Generator & { readonly counting: Counting };

/**
 * The passage of a question for the tokens of a request, to an upstream that counts in another dialect.
 * @throws {Refusal} `invalid_request` naming what is malformed or cannot be carried.
 */
export function countElsewhere(
  call: Call,
  client: CountingGenerator,
  upstream: CountingGenerator,
  details: PassageDetails,
): Passage {
  const codec = client.codecFor(call.address);
  const request = requestOf(call, codec, client.counting);
  const body = carried(codec, () => upstream.counting.buildBody(request, details));
  return {
    ...blank(call),
    route: `${client.codec.dialect}→${upstream.codec.dialect}`,
    path: upstream.counting.path(details.model),
    body: Buffer.from(JSON.stringify(body)),
    readAnswer(answer) {
      const tokens = upstream.counting.readTokens(parseAnswer(answer));
      if (tokens === null) {
        throw new MalformedAnswerError('the answer holds no count of tokens');
      }
      return { measured: null, bytes: Buffer.from(JSON.stringify(client.counting.answer(tokens))) };
    },
    readError: errorReader(upstream.codec.parseError, codec.buildError, details.answerId),
  };
}

/** The answer to such a question where no upstream counts: our own estimate, which says that it is one. */
export function countHere(call: Call, client: CountingGenerator): Passage {
  const tokens = call.facts.estimatedInputTokens;
  const answer = { ...client.counting.answer(tokens), estimated: true };
  return { ...blank(call), route: 'estimate', answer: Buffer.from(JSON.stringify(answer)) };
}

function requestOf(call: Call, codec: Codec, counting: Counting): CanonicalRequest {
  const body = counting.requestIn(call.body);
  return carried(codec, () => codec.parseRequest(body, call.address)).request;
}

/** What a question that is answered in one piece has in common, wherever it goes. */
function blank(call: Call): Passage {
  return {
    route: '',
    path: '',
    body: Buffer.alloc(0),
    answer: null,
    headers: [],
    dropped: [],
    framing: 'sse',
    contentType: 'application/json',
    heartbeat: null,
    readAnswer: (answer) => ({ measured: null, bytes: answer }),
    estimateAnswerTokens: () => 0,
    createStreamTap: call.operation.createStreamTap,
    readError: () => null,
  };
}
