import { freeReply, Refusal, type WholeReply } from '../platform.ts';

const TEXT_METHODS = ['generateContent', 'countTokens'];
const EMBEDDING_METHODS = ['embedContent', 'batchEmbedContents'];

const MODELS = [
  modelOf('gemini-2.5-flash', 'Gemini 2.5 Flash', TEXT_METHODS),
  modelOf('gemini-2.5-pro', 'Gemini 2.5 Pro', TEXT_METHODS),
  modelOf('gemini-3-pro-preview', 'Gemini 3 Pro', TEXT_METHODS),
  modelOf('gemini-embedding-001', 'Gemini Embedding', EMBEDDING_METHODS),
];

/** `GET models` and `GET models/{id}`. Every model name is served; these are the ones that are listed. */
export function listModels(id: string): WholeReply {
  if (id === '') return freeReply({ models: MODELS });
  const model = MODELS.find((entry) => entry.name === `models/${id}`);
  if (model === undefined) throw new Refusal(404, `models/${id} is not found`);
  return freeReply(model);
}

function modelOf(id: string, displayName: string, supportedGenerationMethods: string[]) {
  return {
    name: `models/${id}`,
    version: '001',
    displayName,
    description: displayName,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods,
  };
}
