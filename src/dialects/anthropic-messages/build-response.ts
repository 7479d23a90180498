import type {
  AssistantPart,
  AudioPart,
  CanonicalResponse,
  ImagePart,
  Signature,
} from '../../canonical/index.ts';
import type { AnswerContext } from '../codec.ts';
import { dataUrl } from '../data-url.ts';
import type { JsonObject } from '../dialect.ts';
import { toClient } from '../translation/signature-envelope.ts';
import { callInput } from './call-input.ts';
import { writeCitation } from './citations.ts';
import { DIALECT } from './dialect-name.ts';
import { writeFinish } from './stop-reasons.ts';
import { UNKNOWN_USAGE, writeUsage } from './write-usage.ts';

/** Writes a complete message. The dialect knows one answer, so it is the first. */
export function buildMessagesResponse(response: CanonicalResponse, context: AnswerContext): JsonObject {
  const choice = response.choices.find(({ index }) => index === 0) ?? response.choices[0];
  const parts = choice?.parts ?? [];
  const said = {
    hasCalls: parts.some(({ type }) => type === 'tool-call'),
    hasRefusal: parts.some(({ type }) => type === 'refusal'),
  };
  const { measured } = response;
  return {
    ...messageHead(context),
    content: parts.flatMap(blocksOf),
    ...writeFinish(choice?.finish ?? null, said),
    usage: measured === null ? UNKNOWN_USAGE : writeUsage(measured, context.costOf),
  };
}

/** What a message says of itself. */
export function messageHead({ answerId, model }: AnswerContext): JsonObject {
  return { id: `msg_${answerId}`, type: 'message', role: 'assistant', model };
}

/** A picture or a sound as text: the dialect has no block for what a model makes. */
export function mediaAsText(part: ImagePart | AudioPart): string {
  const { source } = part;
  if (part.type === 'audio' && part.transcript !== null) {
    return part.transcript;
  }
  const mark = part.type === 'image' ? '!' : '';
  switch (source.type) {
    case 'data':
      return `${mark}[${part.type}](${dataUrl(source)})`;
    case 'url':
      return `${mark}[${part.type}](${source.url})`;
    case 'file':
      return `${mark}[${part.type}](${source.fileId})`;
  }
}

/** The thinking block that carries a state for which the dialect has no place: empty, before its part. */
export function signatureBlock(signature: Signature): JsonObject {
  return { type: 'thinking', thinking: '', signature: toClient(signature, DIALECT) };
}

function blocksOf(part: AssistantPart): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return withSignature(part.signature, textBlocks(part.text, part.citations.map(writeCitation)));
    case 'refusal':
      return textBlocks(part.text, []);
    case 'image':
      return withSignature(part.signature, textBlocks(mediaAsText(part), []));
    case 'audio':
      return textBlocks(mediaAsText(part), []);
    case 'reasoning':
      return thinkingBlocks(part);
    case 'tool-call': {
      const { id, name } = part;
      return withSignature(part.signature, [{ type: 'tool_use', id, name, input: callInput(part) }]);
    }
    // What tools of the upstream did; the text that follows says what came of it.
    case 'vendor':
      return [];
  }
}

function textBlocks(text: string, citations: readonly (JsonObject | null)[]): readonly JsonObject[] {
  const cited = citations.filter((citation) => citation !== null);
  if (text === '' && cited.length === 0) {
    return [];
  }
  return [{ type: 'text', text, ...(cited.length === 0 ? {} : { citations: cited }) }];
}

function thinkingBlocks(part: Extract<AssistantPart, { readonly type: 'reasoning' }>): readonly JsonObject[] {
  const { text, signature, isRedacted } = part;
  const state = signature === null ? '' : toClient(signature, DIALECT);
  if (isRedacted) {
    return state === '' ? [] : [{ type: 'redacted_thinking', data: state }];
  }
  return text === '' && state === '' ? [] : [{ type: 'thinking', thinking: text, signature: state }];
}

function withSignature(signature: Signature | null, blocks: readonly JsonObject[]): readonly JsonObject[] {
  return signature === null ? blocks : [signatureBlock(signature), ...blocks];
}
