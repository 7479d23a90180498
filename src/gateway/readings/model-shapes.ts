import type { ModelDescription } from './model-description.ts';

/** Lists carry a date for every model; we know none, so all say when this gateway's calendar begins. */
const CREATED_S = 1_767_225_600;
const CREATED_AT = '2026-01-01T00:00:00Z';

/** The window Codex plans with when nobody says a better one. */
const CODEX_CONTEXT_WINDOW = 200_000;

/** An entry of OpenAI's list, with what the model is and what the asking key pays for it. */
export function openaiModel(model: ModelDescription): Record<string, unknown> {
  return { id: model.id, object: 'model', created: CREATED_S, owned_by: model.owner, ...whatItIs(model) };
}

/** An entry of Anthropic's list (`GET /v1/models` of the Messages API). */
export function anthropicModel(model: ModelDescription): { id: string } & Record<string, unknown> {
  return {
    id: model.id,
    type: 'model',
    display_name: model.id,
    created_at: CREATED_AT,
    max_input_tokens: model.contextWindow,
    max_tokens: model.maxOutputTokens,
    ...whatItIs(model),
  };
}

/**
 * An entry of the catalogue that Codex asks for with `client_version`. Codex reads every one of these
 * fields without a default, so none may be left out.
 */
export function codexModel(model: ModelDescription, index: number): Record<string, unknown> {
  return {
    slug: model.id,
    display_name: model.id,
    description: `${model.id} through this gateway`,
    default_reasoning_level: 'medium',
    supported_reasoning_levels: ['low', 'medium', 'high'].map((effort) => ({ effort, description: effort })),
    shell_type: 'shell_command',
    visibility: 'list',
    supported_in_api: true,
    priority: index,
    upgrade: null,
    base_instructions: '',
    supports_reasoning_summaries: true,
    support_verbosity: false,
    default_verbosity: null,
    apply_patch_tool_type: null,
    truncation_policy: { mode: 'tokens', limit: 10_000 },
    supports_parallel_tool_calls: true,
    context_window: model.contextWindow ?? CODEX_CONTEXT_WINDOW,
    experimental_supported_tools: [],
  };
}

/** An entry of Gemini's list (`GET /v1beta/models`). */
export function geminiModel(model: ModelDescription): Record<string, unknown> {
  const isEmbedding = model.category === 'embedding';
  return {
    name: `models/${model.id}`,
    version: '001',
    displayName: model.id,
    description: `${model.id} through this gateway`,
    inputTokenLimit: model.contextWindow ?? undefined,
    outputTokenLimit: model.maxOutputTokens ?? undefined,
    supportedGenerationMethods: isEmbedding
      ? ['embedContent', 'batchEmbedContents']
      : ['generateContent', 'streamGenerateContent', 'countTokens'],
    ...whatItIs(model),
  };
}

/** What product users of a reseller want to see, the same in every shape. */
function whatItIs(model: ModelDescription): Record<string, unknown> {
  return {
    category: model.category,
    modalities: { input: model.inputModalities, output: model.outputModalities },
    context_window: model.contextWindow,
    max_output_tokens: model.maxOutputTokens,
    capabilities: { streaming: model.streams },
    price: model.price,
  };
}
