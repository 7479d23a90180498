import { asList, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import type { Segment } from '../prompt-cache.ts';
import { TOKENS_PER_IMAGE, tokensOf } from '../tokens.ts';
import { requireOwnSignatures } from './own-signatures.ts';

/** A prompt of Gemini, counted. */
export type Contents = {
  readonly segments: Segment[];
  textTokens: number;
  audioTokens: number;
  /** The text of the user's last content, or of the function response that came last. */
  prompt: string;
  endsWithToolResult: boolean;
};

/** Reads system instruction, tools and contents. Throws `Refusal` 400 for what Gemini refuses. */
export function readContents(body: JsonObject, model: string): Contents {
  const contents: Contents = {
    segments: [],
    textTokens: 0,
    audioTokens: 0,
    prompt: '',
    endsWithToolResult: false,
  };
  const entries = asList(body.contents);
  if (entries.length === 0) {
    throw new Refusal(400, '* GenerateContentRequest.contents: contents is not specified\n');
  }
  const system = body.systemInstruction ?? body.system_instruction;
  if (system !== undefined) addContent(contents, asObject(system) ?? {});
  for (const tool of asList(body.tools)) addText(contents, JSON.stringify(tool), 0);
  const turnStart = entries.findLastIndex(beginsTurn);
  for (const [index, entry] of entries.entries()) {
    const content = asObject(entry) ?? {};
    const role = content.role ?? 'user';
    if (role !== 'user' && role !== 'model' && role !== 'function') {
      throw new Refusal(400, 'Please use a valid role: user, model.');
    }
    if (role === 'model') requireOwnSignatures(content, model, index > turnStart);
    const text = addContent(contents, content);
    if (role !== 'model') contents.prompt = text;
    contents.endsWithToolResult = asList(content.parts).some(isFunctionResponse);
  }
  return contents;
}

/** A turn begins with what the user says; results of calls go on with it. */
function beginsTurn(entry: unknown): boolean {
  const content = asObject(entry);
  const hasResult = asList(content?.parts).some((part) => asObject(part)?.functionResponse !== undefined);
  return content?.role !== 'model' && !hasResult;
}

/** The text of a content's parts. */
export function partsText(content: unknown): string {
  return asList(asObject(content)?.parts)
    .map((part) => asText(asObject(part)?.text) ?? '')
    .join('');
}

function addContent(contents: Contents, content: JsonObject): string {
  let text = '';
  let imageTokens = 0;
  for (const entry of asList(content.parts)) {
    const part = asObject(entry) ?? {};
    const data = asObject(part.inlineData ?? part.inline_data);
    const call = part.functionCall ?? part.functionResponse;
    if (typeof part.text === 'string') text += part.text;
    else if (call !== undefined) text += JSON.stringify(call);
    else if (asText(data?.mimeType ?? data?.mime_type)?.startsWith('audio/')) {
      contents.audioTokens += tokensOf(asText(data?.data) ?? '');
    } else imageTokens += TOKENS_PER_IMAGE;
  }
  addText(contents, text, imageTokens);
  return text;
}

function addText(contents: Contents, text: string, extraTokens: number): void {
  const tokens = tokensOf(text) + extraTokens;
  contents.textTokens += tokens;
  contents.segments.push({ text, tokens });
}

function isFunctionResponse(part: unknown): boolean {
  const response = asObject(part)?.functionResponse;
  if (response === undefined) return false;
  if (asObject(asObject(response)?.response) !== undefined) return true;
  throw new Refusal(400, 'Invalid value at functionResponse.response: must be an object');
}
