/** The names of OpenAI's own models, with the prefixes that routers and fine-tuning put before them. */
const OPENAI_MODEL = /^(?:openai\/|ft:)*(?:gpt-(?!oss)|chatgpt-|codex-|o[1-9](?:-|$))/;

/**
 * Whether a model is one of OpenAI's own, wherever it is served. Compatible servers know the protocol as it
 * was before `max_completion_tokens` and `prompt_cache_key`; some refuse what they do not know. The open
 * weights of `gpt-oss` are served by such servers.
 */
export function isOpenAiModel(model: string): boolean {
  return OPENAI_MODEL.test(model);
}
