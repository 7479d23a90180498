import { freeReply, Refusal, type WholeReply } from '../platform.ts';

const MODELS = [
  ['claude-opus-4-6', 'Claude Opus 4.6'],
  ['claude-sonnet-4-6', 'Claude Sonnet 4.6'],
  ['claude-haiku-4-5', 'Claude Haiku 4.5'],
].map(([id, display_name]) => ({
  type: 'model',
  id,
  display_name,
  created_at: '2025-10-01T00:00:00Z',
  max_input_tokens: 200_000,
  max_tokens: 64_000,
}));

/** `GET /v1/models` and `GET /v1/models/{id}`. Every model name is served; these are the ones that are listed. */
export function listModels(path: string): WholeReply {
  if (path === '/v1/models') {
    return freeReply({ data: MODELS, has_more: false, first_id: MODELS[0]?.id, last_id: MODELS.at(-1)?.id });
  }
  const id = decodeURIComponent(path.slice('/v1/models/'.length));
  const model = MODELS.find((entry) => entry.id === id);
  if (model === undefined) throw new Refusal(404, `model: ${id}`);
  return freeReply(model);
}
