/** The wire protocols: what each operation needs to be routed, metered and refused in its own words. */
export { messages, messagesCountTokens } from './anthropic-messages/index.ts';
export { MalformedAnswerError } from './codec.ts';
export type {
  BodyEdit,
  CallAddress,
  CallFacts,
  FrameVerdict,
  JsonObject,
  Operation,
  Platform,
  RefusalFormat,
  StreamFraming,
  StreamTap,
  StreamTapOptions,
  TappedAnswer,
} from './dialect.ts';
export { isErrorAnswer } from './error-answer.ts';
export { FrameTooLargeError } from './frame-limit-error.ts';
export {
  geminiBatchEmbed,
  geminiCountTokens,
  geminiEmbed,
  geminiGenerate,
  geminiStreamGenerate,
} from './gemini/index.ts';
export { chatCompletions } from './openai-chat/index.ts';
export { embeddings } from './openai-embeddings/index.ts';
export { responses } from './openai-responses/index.ts';
export { passThrough } from './pass-through.ts';
export { type Call, type ClientError, PASS_THROUGH, type Passage } from './passage.ts';
export { PLATFORMS } from './platforms.ts';
export { renderRefusal } from './refusals/render-refusal.ts';
export type { RenderedRefusal } from './refusals/rendered-refusal.ts';
export { createFrameReader, type FrameReader } from './sse-frames.ts';
export { findGenerator, isTranslatable } from './translation/generators.ts';
export { translate } from './translation/translate.ts';
