import { messagesCodec } from '../anthropic-messages/codec.ts';
import { messages } from '../anthropic-messages/index.ts';
import {
  antigravityCodec,
  antigravityCounting,
  antigravityGenerate,
  antigravityStreamGenerate,
} from '../antigravity/index.ts';
import { wrapInEnvelope } from '../antigravity/wrapped-passage.ts';
import type { Codec } from '../codec.ts';
import type { Operation } from '../dialect.ts';
import { createGeminiCodec, geminiCodec } from '../gemini/codec.ts';
import { geminiGenerate, geminiStreamGenerate } from '../gemini/index.ts';
import { bedrockMessages, vertexMessages } from '../hosted-messages/index.ts';
import { chatCodec } from '../openai-chat/codec.ts';
import { chatCompletions } from '../openai-chat/index.ts';
import { responsesCodec } from '../openai-responses/codec.ts';
import { responses } from '../openai-responses/index.ts';
import { geminiCounting, messagesCounting, responsesCounting } from './countings.ts';
import type { Generator } from './generator.ts';

/** The dialects in which answers are generated, each of them translatable into every other. */
const GENERATORS: readonly Generator[] = [
  generator(chatCodec, chatCompletions),
  { ...generator(responsesCodec, responses), counting: responsesCounting },
  { ...generator(messagesCodec, messages), counting: messagesCounting },
  {
    ...generator(geminiCodec, geminiGenerate, geminiStreamGenerate),
    address: { model: null, query: new URLSearchParams('alt=sse') },
    counting: geminiCounting,
    codecFor: (address) => createGeminiCodec(geminiStreamGenerate.streamFraming(address)),
  },
  {
    ...generator(antigravityCodec, antigravityGenerate, antigravityStreamGenerate),
    streamsAlways: true,
    counting: antigravityCounting,
    wraps: { dialect: geminiCodec.dialect, open: wrapInEnvelope },
  },
  ...[bedrockMessages, vertexMessages].map(({ codec, operation, counting, wraps }) => ({
    ...generator(codec, operation),
    ...{ counting, wraps },
  })),
];

const BY_DIALECT: ReadonlyMap<string, Generator> = new Map(GENERATORS.map((one) => [one.codec.dialect, one]));

/** How answers are generated in this dialect; undefined for dialects of other things. */
export function findGenerator(dialect: string): Generator | undefined {
  return BY_DIALECT.get(dialect);
}

/** Whether an operation asks for something that another dialect could give too: an answer, or a count. */
export function isTranslatable(operation: Operation): boolean {
  const found = BY_DIALECT.get(operation.dialect);
  return found?.whole === operation || found?.stream === operation || isCounting(operation);
}

/** Whether an operation asks how long a request is. */
export function isCounting(operation: Operation): boolean {
  return BY_DIALECT.get(operation.dialect)?.counting?.operation === operation;
}

/** A dialect with one framing, whose upstreams stream when asked to; most have one operation for both. */
function generator(codec: Codec, whole: Operation, stream: Operation = whole): Generator {
  return {
    codec,
    whole,
    stream,
    streamsAlways: false,
    address: { model: null, query: new URLSearchParams() },
    counting: null,
    codecFor: () => codec,
    wraps: null,
  };
}
