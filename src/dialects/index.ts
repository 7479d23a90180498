/** The wire protocols: what each operation needs to be routed, metered and refused in its own words. */
export { parseLoosely } from './answer-json.ts';
export { messages, messagesCountTokens } from './anthropic-messages/index.ts';
export { antigravityPool, type ForcedPool } from './antigravity/forced-pool.ts';
export { MalformedAnswerError } from './codec.ts';
export { rerank } from './cohere-rerank/index.ts';
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
export { isJsonObject } from './field-checks.ts';
export { type FormFields, formBody, formRefusal, isFormFile } from './form-body.ts';
export { FrameTooLargeError } from './frame-limit-error.ts';
export { errorOf as geminiErrorOf } from './gemini/errors.ts';
export {
  geminiBatchEmbed,
  geminiCountTokens,
  geminiEmbed,
  geminiGenerate,
  geminiStreamGenerate,
} from './gemini/index.ts';
export { geminiPath } from './gemini/upstream-path.ts';
export { geminiImageSize } from './images-on-gemini/image-size.ts';
export { readDrawnImage } from './images-on-gemini/read-answer.ts';
export { findMediaPassage, isMediaTranslatable } from './media-passages.ts';
export { audioSpeech, audioTranscriptions, audioTranslations } from './openai-audio/index.ts';
export { chatCompletions } from './openai-chat/index.ts';
export { completions } from './openai-completions/index.ts';
export { embeddings } from './openai-embeddings/index.ts';
export { parseOpenaiError } from './openai-errors.ts';
export { imageTokensCeiling } from './openai-images/image-tokens.ts';
export { imageEdits, imageGenerations } from './openai-images/index.ts';
export { measureImages } from './openai-images/usage.ts';
export { moderations } from './openai-moderations/index.ts';
export { responsesCompact, responsesInputTokens } from './openai-responses/further-operations.ts';
export { responses } from './openai-responses/index.ts';
export { passThrough } from './pass-through.ts';
export { type Call, type ClientError, PASS_THROUGH, type Passage } from './passage.ts';
export { PLATFORMS } from './platforms.ts';
export { renderRefusal } from './refusals/render-refusal.ts';
export type { RenderedRefusal } from './refusals/rendered-refusal.ts';
export { createFrameReader, type FrameReader } from './sse-frames.ts';
export { openFrame } from './sse-payload.ts';
export { type CountingGenerator, countElsewhere, countHere } from './translation/count-passage.ts';
export type { Generator, PassageDetails } from './translation/generator.ts';
export { findGenerator, isCounting, isTranslatable } from './translation/generators.ts';
export { translate } from './translation/translate.ts';
