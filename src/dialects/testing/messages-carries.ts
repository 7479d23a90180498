import fc from 'fast-check';
import type { CanonicalRequest, TextPart, Turn } from '../../canonical/index.ts';
import { arbitraryRequest } from './arbitrary-canonical.ts';
import { arbitrarySignature, type Features } from './arbitrary-features.ts';
import { arbitraryText } from './arbitrary-parts.ts';

/** Everything that answers in this dialect can carry: signatures on thinking, and thinking that is hidden. */
export const MESSAGES_FEATURES: Partial<Features> = {
  signature: (on) => (on === 'reasoning' ? arbitrarySignature('anthropic-messages') : fc.constant(null)),
  redactedReasoning: true,
  richResults: true,
};

const NEVER = fc.constant(null);
const WORDS = arbitraryText.filter((text) => text.trim() !== '');

/** Requests that the API has a word for, as Claude Opus 4.1 takes it. */
export const arbitraryMessagesRequest: fc.Arbitrary<CanonicalRequest> = arbitraryRequest(MESSAGES_FEATURES, {
  stopSequences: fc.array(WORDS, { maxLength: 4 }),
  temperature: fc.option(fc.constantFrom(0, 0.3, 1)),
  serviceTier: fc.constantFrom(null, 'auto', 'standard_only'),
  topP: NEVER,
  reasoning: NEVER,
  frequencyPenalty: NEVER,
  presencePenalty: NEVER,
  seed: NEVER,
  verbosity: NEVER,
}).map((request) => ({
  ...request,
  turns: request.turns.map(withWords),
  // JSON without a schema is asked for in words.
  outputFormat: request.outputFormat?.type === 'json-schema' ? request.outputFormat : null,
}));

/** The API takes no text of white space alone. */
function withWords(turn: Turn): Turn {
  const parts = turn.parts.map((part) => {
    if (part.type === 'text') {
      return spoken(part);
    }
    return part.type === 'tool-result'
      ? { ...part, content: part.content.map((entry) => (entry.type === 'text' ? spoken(entry) : entry)) }
      : part;
  });
  return { ...turn, parts } as Turn;
}

function spoken(part: TextPart): TextPart {
  return part.text.trim() === '' ? { ...part, text: `said${part.text}` } : part;
}

/** Such a request as it comes back: what the API has one word for where the middle has two. */
export function keptByMessages(request: CanonicalRequest): CanonicalRequest {
  const hasTools = request.tools.length > 0;
  const { toolChoice, parallelTools } = choiceKept(request);
  const allowed = request.toolChoice?.type === 'allowed' ? request.toolChoice.names : null;
  const { outputFormat } = request;
  return {
    ...request,
    turns: request.turns.map(turnKept),
    tools: hasTools ? request.tools.filter(({ name }) => allowed?.includes(name) ?? true).map(toolKept) : [],
    toolChoice: hasTools ? toolChoice : null,
    parallelTools: hasTools ? parallelTools : null,
    outputFormat: outputFormat?.type === 'json-schema' ? formatKept(outputFormat) : null,
    maxOutputTokens: request.maxOutputTokens ?? 8_192,
  };
}

function choiceKept({
  toolChoice,
  parallelTools,
}: CanonicalRequest): Pick<CanonicalRequest, 'toolChoice' | 'parallelTools'> {
  const isAllowed = toolChoice?.type === 'allowed';
  const named = isAllowed ? ({ type: toolChoice.isRequired ? 'required' : 'auto' } as const) : toolChoice;
  return {
    toolChoice: named ?? (parallelTools === null ? null : { type: 'auto' }),
    parallelTools: named?.type === 'none' ? null : parallelTools,
  };
}

function formatKept(format: Extract<CanonicalRequest['outputFormat'], { readonly type: 'json-schema' }>) {
  return { ...format, name: null, description: null, isStrict: null };
}

function toolKept(tool: CanonicalRequest['tools'][number]): CanonicalRequest['tools'][number] {
  if (tool.type !== 'function') {
    return tool;
  }
  const closed = tool.isStrict === true ? { additionalProperties: false } : {};
  const inputSchema = tool.inputSchema ?? { type: 'object', properties: {}, ...closed };
  return { ...tool, inputSchema, isStrict: tool.isStrict === true ? true : null };
}

/** What is behind an address of a document is a PDF. */
function turnKept(turn: Turn): Turn {
  const parts = turn.parts.map((part) =>
    part.type === 'document' && part.source.type === 'url'
      ? { ...part, source: { ...part.source, mediaType: 'application/pdf' } }
      : part,
  );
  return { ...turn, parts } as Turn;
}
