import { buildCountRequest } from '../anthropic-messages/build-request.ts';
import { messagesCodec } from '../anthropic-messages/codec.ts';
import { messages } from '../anthropic-messages/index.ts';
import type { Codec } from '../codec.ts';
import type { Operation } from '../dialect.ts';
import type { Counting } from '../translation/counting.ts';
import type { Wrapping } from '../translation/generator.ts';
import { readCount } from '../usage-counts.ts';
import { bedrockHosting } from './bedrock.ts';
import { hostedRequest } from './hosted-body.ts';
import { parseHostedError } from './hosted-error.ts';
import { openHosted } from './hosted-passage.ts';
import type { Hosting } from './hosting.ts';
import { vertexHosting } from './vertex.ts';

/** Messages as a cloud serves it: what a generator of answers is made of. */
export interface HostedMessages {
  readonly codec: Codec;
  readonly operation: Operation;
  readonly counting: Counting;
  readonly wraps: Wrapping;
}

/** Claude on Amazon Bedrock. */
export const bedrockMessages: HostedMessages = hosted(bedrockHosting);
/** Claude on Vertex AI. */
export const vertexMessages: HostedMessages = hosted(vertexHosting);

/** Signatures are those of Messages, since Claude takes them back wherever it is served. */
function hosted(hosting: Hosting): HostedMessages {
  const { dialect } = hosting;
  const codec: Codec = {
    ...messagesCodec,
    dialect,
    buildRequest: (request, target) => hostedRequest(messagesCodec.buildRequest(request, target), hosting),
    parseError: parseHostedError,
  };
  return {
    codec,
    operation: {
      ...messages,
      name: `${dialect}.invoke`,
      dialect,
      upstreamPath: (model, { isStreaming }) => hosting.path(model, isStreaming),
      bodyEdits: () => [],
      streamFraming: () => hosting.framing,
    },
    counting: countingOf(hosting, codec),
    wraps: {
      dialect: messagesCodec.dialect,
      open: (call, details) => openHosted(hosting, codec, call, details),
    },
  };
}

function countingOf({ counting }: Hosting, codec: Codec): Counting {
  return {
    operation: null,
    requestIn: (body) => body,
    path: counting.path,
    buildBody(request, target) {
      const whole = codec.buildRequest(request, target).body;
      return counting.body(buildCountRequest(request, target).body, whole);
    },
    readTokens: (answer) => readCount(answer, counting.tokens),
    answer: (tokens) => ({ input_tokens: tokens }),
  };
}
