import { freeReply, Refusal, type WholeReply } from '../platform.ts';

const MODELS = [
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4o-audio-preview',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-5',
  'gpt-5-mini',
  'o4-mini',
  'text-embedding-3-small',
  'text-embedding-3-large',
  'gpt-image-1',
  'dall-e-3',
  'tts-1',
  'gpt-4o-mini-tts',
  'whisper-1',
  'gpt-4o-transcribe',
  'omni-moderation-latest',
  'gpt-3.5-turbo-instruct',
].map((id) => ({ id, object: 'model', created: 1_715_367_049, owned_by: 'system' }));

/** `GET /models` and `GET /models/{id}`. Every model name is served; these are the ones that are listed. */
export function listModels(path: string): WholeReply {
  if (path === '/models') return freeReply({ object: 'list', data: MODELS });
  const id = decodeURIComponent(path.slice('/models/'.length));
  const model = MODELS.find((entry) => entry.id === id);
  if (model === undefined) {
    throw new Refusal(404, `The model '${id}' does not exist`, 'model', 'model_not_found');
  }
  return freeReply(model);
}
