import fc from 'fast-check';
import type {
  AssistantPart,
  CanonicalRequest,
  CanonicalResponse,
  MediaSource,
  ReasoningWish,
  ToolChoice,
  ToolResultPart,
  Turn,
} from '../../canonical/index.ts';
import { arbitraryRequest } from './arbitrary-canonical.ts';
import { arbitrarySignature, type Features, type SignedKind } from './arbitrary-features.ts';
import { comparableParts } from './comparable.ts';

/** What a signature of Gemini's hangs on, as it stands before its value. */
const PREFIXES: Readonly<Record<SignedKind, string>> = { text: 't', reasoning: 'r', call: 'c', image: 'i' };

/** Everything that answers in the dialect `gemini` or `antigravity` can carry. */
export function geminiFeatures(dialect: string): Partial<Features> {
  return {
    signature: (on) =>
      fc.option(
        arbitrarySignature(dialect).map(({ value }) => ({ dialect, value: `${PREFIXES[on]}:${value}` })),
      ),
    audio: true,
    richResults: true,
    generatedImages: true,
    refusals: true,
    logprobs: true,
    maxChoices: 3,
  };
}

/** Wishes that Gemini 3 Flash has the same word for. */
const arbitraryWish: fc.Arbitrary<ReasoningWish> = fc.oneof(
  fc.record({
    mode: fc.constant('on' as const),
    effort: fc.constantFrom('minimal' as const, 'low' as const, 'medium' as const, 'high' as const),
    budgetTokens: fc.constant(null),
    isShown: fc.option(fc.boolean()),
  }),
  fc.record({
    mode: fc.constant('adaptive' as const),
    effort: fc.constant(null),
    budgetTokens: fc.constant(null),
    isShown: fc.boolean(),
  }),
);

/** Requests that Gemini 3 Flash can carry, but for what `keptByGemini` takes away. */
export function arbitraryGeminiRequest(dialect: string): fc.Arbitrary<CanonicalRequest> {
  const features = { ...geminiFeatures(dialect), refusals: false };
  return arbitraryRequest(features, { reasoning: fc.option(arbitraryWish) }).map(withMediaTypes);
}

/** A request as it is after the way through a body of Gemini. */
export function keptByGemini(request: CanonicalRequest): CanonicalRequest {
  const { outputFormat, toolChoice } = request;
  return {
    ...request,
    turns: request.turns.map((turn) => keptTurn(turn, namesIn(request))),
    tools: request.tools.map((tool) => (tool.type === 'function' ? { ...tool, isStrict: null } : tool)),
    toolChoice: toolChoice === null ? null : keptChoice(toolChoice),
    outputFormat:
      outputFormat?.type === 'json-schema'
        ? { ...outputFormat, name: null, description: null, isStrict: null }
        : outputFormat,
    parallelTools: null,
    verbosity: null,
    endUser: null,
    isStreaming: false,
  };
}

/**
 * An answer as it is after the way through Gemini: words of refusal are text, tokens written to a cache are
 * fresh ones. In a stream a signature of a text comes after it, on an empty one.
 */
export function gainedByGemini(
  response: CanonicalResponse,
  id: string,
  form: 'stream' | 'whole',
): CanonicalResponse {
  const { measured } = response;
  return {
    id,
    choices: response.choices.map((choice) => ({
      ...choice,
      parts: choice.parts.flatMap((part) => gainedParts(part, form)),
      finish:
        choice.finish.reason === 'refusal'
          ? { reason: 'content-filter', stopSequence: null, explanation: 'SAFETY' }
          : choice.finish,
    })),
    measured: measured === null ? null : { ...measured, usage: gainedUsage(measured.usage) },
  };
}

function gainedUsage(usage: NonNullable<CanonicalResponse['measured']>['usage']) {
  return { ...usage, inputTokens: usage.inputTokens + usage.cacheWrite5mTokens, cacheWrite5mTokens: 0 };
}

function gainedParts(part: AssistantPart, form: 'stream' | 'whole'): readonly AssistantPart[] {
  if (part.type === 'refusal') {
    const { at, text } = part;
    return [{ type: 'text', at, text, cacheMark: null, citations: [], signature: null }];
  }
  return form === 'stream' && part.type === 'text' && part.signature !== null
    ? [
        { ...part, signature: null },
        { ...part, text: '' },
      ]
    : [part];
}

function keptTurn(turn: Turn, names: ReadonlyMap<string, string>): Turn {
  switch (turn.role) {
    case 'system':
      return turn;
    case 'assistant': {
      const kept = turn.parts.filter((part) => part.type !== 'reasoning' || part.signature !== null);
      return { role: 'assistant', parts: comparableParts(kept) };
    }
    case 'user':
      return {
        role: 'user',
        parts: turn.parts.map((part) => {
          if (part.type === 'tool-result') {
            return keptResult(part, names);
          }
          return part.type === 'document' ? { ...part, name: null } : part;
        }),
      };
  }
}

/** All text in one, before the media. */
function keptResult(result: ToolResultPart, names: ReadonlyMap<string, string>): ToolResultPart {
  const texts = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const media = result.content.filter(({ type }) => type !== 'text');
  const text = {
    type: 'text',
    at: '',
    text: texts.join('\n'),
    cacheMark: null,
    citations: [],
    signature: null,
  } as const;
  const content = texts.length === 0 ? media : [text, ...media];
  return { ...result, name: names.get(result.callId) ?? null, content };
}

function keptChoice(choice: ToolChoice): ToolChoice {
  const [name] = choice.type === 'allowed' ? choice.names : [];
  return choice.type === 'allowed' && choice.isRequired && choice.names.length === 1 && name !== undefined
    ? { type: 'tool', name }
    : choice;
}

function namesIn({ turns }: CanonicalRequest): ReadonlyMap<string, string> {
  const parts = turns.flatMap((turn): readonly AssistantPart[] =>
    turn.role === 'assistant' ? turn.parts : [],
  );
  return new Map(parts.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part.name] as const] : [])));
}

/** Google wants the media type of an address said. */
function withMediaTypes(request: CanonicalRequest): CanonicalRequest {
  return JSON.parse(JSON.stringify(request), (_key, value: unknown) =>
    isAddressed(value)
      ? {
          ...value,
          source: { ...value.source, mediaType: value.type === 'image' ? 'image/png' : 'application/pdf' },
        }
      : value,
  );
}

function isAddressed(value: unknown): value is { readonly type: string; readonly source: MediaSource } {
  const part = value as { readonly source?: MediaSource } | null;
  return typeof part === 'object' && part?.source?.type === 'url';
}
