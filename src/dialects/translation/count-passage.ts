import type { CanonicalRequest } from '../../canonical/index.ts';
import { type Codec, MalformedAnswerError, type Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import type { Call, Passage } from '../passage.ts';
import type { Counting } from './counting.ts';
import type { Generator } from './generator.ts';
import { carried } from './refused-field.ts';

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
  target: Target,
): Passage {
  const codec = client.codecFor(call.address);
  const request = requestOf(call, codec, client.counting);
  const body = carried(codec, () => upstream.counting.buildBody(request, target));
  return {
    ...blank(call),
    route: `${client.codec.dialect}→${upstream.codec.dialect}`,
    path: upstream.counting.path(target.model),
    body: Buffer.from(JSON.stringify(body)),
    readAnswer(answer) {
      const tokens = upstream.counting.readTokens(parseAnswer(answer));
      if (tokens === null) {
        throw new MalformedAnswerError('the answer holds no count of tokens');
      }
      return { measured: null, bytes: Buffer.from(JSON.stringify(client.counting.answer(tokens))) };
    },
    readError(status, text, retryAfterS) {
      const error = upstream.codec.parseError(status, text.toString('utf8'), retryAfterS);
      const built = codec.buildError(error, '');
      return { status: built.status, body: Buffer.from(JSON.stringify(built.body)) };
    },
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

function parseAnswer(answer: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(answer.toString('utf8'));
    if (isJsonObject(value)) {
      return value;
    }
  } catch {
    // What is no JSON is refused like JSON of another shape.
  }
  throw new MalformedAnswerError('the answer is not a JSON object');
}
