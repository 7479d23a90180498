import { asList, asObject, type JsonObject } from '../json-shape.ts';
import { pictureOf } from '../media/picture.ts';
import { bodyOf, type Call, imageOutputOf, type WholeReply } from '../platform.ts';
import { noTokens } from '../tokens.ts';
import { readContents } from './contents.ts';

/** Tokens of one picture, whatever its size. */
const PICTURE_TOKENS = 1_290;

/** Whether a request asks for a picture. */
export function wantsPicture(body: JsonObject | undefined): boolean {
  const config = asObject(body?.generationConfig ?? body?.generation_config);
  return asList(config?.responseModalities).includes('IMAGE');
}

/** `models/{model}:generateContent` of a model that draws: one picture. A prompt with `forbidden` gets none. */
export function answerPicture(call: Call, model: string): WholeReply {
  const { textTokens: input, prompt } = readContents(bodyOf(call), model);
  const isRefused = prompt.includes('forbidden');
  const output = isRefused ? 0 : PICTURE_TOKENS;
  const inlineData = { mimeType: 'image/png', data: pictureOf(prompt).toString('base64') };
  const candidate = isRefused
    ? { finishReason: 'IMAGE_SAFETY', index: 0 }
    : { content: { role: 'model', parts: [{ inlineData }] }, finishReason: 'STOP', index: 0 };
  const usageMetadata = {
    promptTokenCount: input,
    candidatesTokenCount: output,
    totalTokenCount: input + output,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: input }],
    candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: output }],
  };
  const usage = call.omitUsage ? {} : { usageMetadata };
  const media = { images: isRefused ? 0 : 1 };
  return {
    type: 'whole',
    status: 200,
    body: JSON.stringify({
      candidates: [candidate],
      ...usage,
      modelVersion: model,
      responseId: call.requestId,
    }),
    charge: { kind: 'generate_content', model, prompt: { ...noTokens(), input }, media },
    generated: imageOutputOf(output),
  };
}
