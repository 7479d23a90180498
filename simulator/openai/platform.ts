import { asText } from '../json-shape.ts';
import { bearerOf, type Call, type Platform, Refusal, type Reply } from '../platform.ts';
import { answerChat } from './chat.ts';
import { answerEmbeddings } from './embeddings.ts';
import { openAiError } from './errors.ts';
import { listModels } from './models.ts';
import { answerResponses } from './responses.ts';

/** OpenAI: Chat Completions, Responses, Embeddings, Models. Any bearer credential that is not empty is taken. */
export const openai: Platform = {
  name: 'openai',
  basePath: '/openai/v1',
  credentialOf: (headers) => bearerOf(headers),
  modelOf: (_path, body) => asText(body?.model) ?? '',
  answer,
  refuse: (refusal) => openAiError(refusal),
  inBandError: () => `data: ${openAiError(new Refusal(500, SERVER_ERROR)).body}\n\n`,
};

const SERVER_ERROR = 'The server had an error while processing your request. Sorry about that!';

function answer(call: Call, credential: string): Reply {
  if (credential === '') {
    throw new Refusal(401, "You didn't provide an API key in an Authorization header using Bearer auth.");
  }
  if (call.method === 'POST') {
    if (call.path === '/chat/completions') return answerChat(call, credential);
    if (call.path === '/responses') return answerResponses(call, credential);
    if (call.path === '/embeddings') return answerEmbeddings(call);
  }
  if (call.method === 'GET' && (call.path === '/models' || call.path.startsWith('/models/'))) {
    return listModels(call.path);
  }
  throw new Refusal(404, `Invalid URL (${call.method} /v1${call.path})`);
}
