import type {
  AssistantPart,
  CacheMark,
  FunctionTool,
  ImagePart,
  MediaSource,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  Turn,
  UserPart,
} from '../../../src/canonical/index.ts';
import { text } from '../../../src/dialects/testing/messages-requests.ts';

/** A picture of one pixel. */
export const PIXEL: MediaSource = {
  type: 'data',
  mediaType: 'image/png',
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
};

/** A document of one page. */
export const PDF: MediaSource = {
  type: 'data',
  mediaType: 'application/pdf',
  base64: 'JVBERi0xLjQKJSVFT0YK',
};

/** A turn of the user. */
export function asked(...parts: readonly (string | UserPart)[]): Turn {
  return { role: 'user', parts: parts.map(spoken) };
}

/** A turn of the model. */
export function answered(...parts: readonly (string | AssistantPart)[]): Turn {
  return { role: 'assistant', parts: parts.map(spoken) };
}

/** A system turn. */
export function told(...words: readonly string[]): Turn {
  return { role: 'system', parts: words.map(text) };
}

/** A text with a mark for the cache. */
export function marked(words: string, ttl: CacheMark['ttl']): TextPart {
  return { ...text(words), cacheMark: { ttl } };
}

/** A picture by its source. */
export function picture(source: MediaSource, detail: string | null = null): ImagePart {
  return { type: 'image', at: '', source, detail, cacheMark: null, signature: null };
}

/** A call of a tool. */
export function called(id: string, name: string, input: object): ToolCallPart {
  return {
    type: 'tool-call',
    at: '',
    id,
    name,
    kind: 'function',
    input: JSON.stringify(input),
    signature: null,
  };
}

/** What a tool gave for a call. */
export function gave(callId: string, ...content: readonly (string | ImagePart)[]): ToolResultPart {
  const parts = content.map((part) => (typeof part === 'string' ? text(part) : part));
  return { type: 'tool-result', at: '', callId, name: null, content: parts, isError: false, cacheMark: null };
}

/** A tool whose input is an object with these members, all of them text. */
export function tool(name: string, ...members: readonly string[]): FunctionTool {
  const properties = Object.fromEntries(members.map((member) => [member, { type: 'string' }]));
  const inputSchema = { type: 'object', properties, required: members, additionalProperties: false };
  return {
    type: 'function',
    name,
    description: `Gives the ${name}`,
    inputSchema,
    isStrict: null,
    cacheMark: null,
    at: '',
  };
}

function spoken<Part>(part: string | Part): TextPart | Part {
  return typeof part === 'string' ? text(part) : part;
}
