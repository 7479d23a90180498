import type {
  AssistantPart,
  CanonicalRequest,
  MediaSource,
  ToolDefinition,
  UserPart,
} from '../../../src/canonical/index.ts';
import { asFunctionTool } from '../../../src/dialects/translation/custom-tools.ts';

/** What a request means, whatever the dialect: who says what in which order, what is shown, called and given. */
export interface Gist {
  /** The words of everybody, in their order; without spaces, as those of results. */
  readonly words: string;
  readonly media: readonly string[];
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  readonly results: readonly { readonly callId: string; readonly text: string }[];
  readonly tools: readonly { readonly name: string; readonly schema: unknown }[];
  readonly toolChoice: CanonicalRequest['toolChoice'];
  readonly maxOutputTokens: number | null;
}

/** The gist of a request. */
export function gistOf(request: CanonicalRequest): Gist {
  const parts = request.turns.flatMap((turn): readonly (UserPart | AssistantPart)[] => turn.parts);
  const results = parts.filter((part) => part.type === 'tool-result');
  const all = parts.flatMap((part): readonly (UserPart | AssistantPart)[] =>
    part.type === 'tool-result' ? part.content : [part],
  );
  return {
    words: parts.map(wordsOf).join('').replaceAll(/\s/g, ''),
    media: all.flatMap((part) => ('source' in part ? [addressOf(part.source)] : [])).sort(),
    calls: parts.flatMap((part) =>
      part.type === 'tool-call' ? [{ id: part.id, name: part.name, input: JSON.parse(part.input) }] : [],
    ),
    results: results.map(({ callId, content }) => ({
      callId,
      text: content
        .map((part) => (part.type === 'text' ? part.text : ''))
        .join('')
        .replaceAll(/\s/g, ''),
    })),
    tools: request.tools.map(toolOf),
    toolChoice: request.tools.length === 0 ? null : request.toolChoice,
    maxOutputTokens: request.maxOutputTokens,
  };
}

function wordsOf(part: UserPart | AssistantPart): string {
  return part.type === 'text' || part.type === 'refusal' ? part.text : '';
}

function addressOf(source: MediaSource | { readonly type: 'text'; readonly text: string }): string {
  switch (source.type) {
    case 'data':
      return `${source.mediaType} ${source.base64}`;
    case 'url':
      return source.url;
    case 'file':
      return source.fileId;
    case 'text':
      return source.text;
  }
}

/** A tool with free text is a function of one text elsewhere. */
function toolOf(tool: ToolDefinition): Gist['tools'][number] {
  const { name } = tool;
  switch (tool.type) {
    case 'function':
      return { name, schema: tool.inputSchema };
    case 'custom':
      return { name, schema: asFunctionTool(tool).inputSchema };
    case 'hosted':
      return { name, schema: null };
  }
}
