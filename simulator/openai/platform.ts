import { asText } from '../json-shape.ts';
import { bearerOf, type Call, type Platform, Refusal, type Reply } from '../platform.ts';
import { answerChat } from './chat.ts';
import { answerCompletions } from './completions.ts';
import { answerEmbeddings } from './embeddings.ts';
import { openAiError } from './errors.ts';
import { answerImages } from './images.ts';
import { listModels } from './models.ts';
import { answerModerations } from './moderations.ts';
import { answerRerank } from './rerank.ts';
import { answerResponses } from './responses.ts';
import { answerStored } from './responses-state.ts';
import { answerSpeech } from './speech.ts';
import { answerTranscription } from './transcription.ts';
import { answerVideos } from './videos.ts';

/** OpenAI: text, pictures, speech, transcripts and what else it serves at once. Any bearer credential that is not empty is taken. */
export const openai: Platform = {
  name: 'openai',
  basePath: '/openai/v1',
  // Azure reads its own header.
  credentialOf: (headers) => bearerOf(headers) || (asText(headers['api-key']) ?? ''),
  modelOf: (_path, body) => asText(body?.model) ?? '',
  answer,
  refuse: (refusal) => openAiError(refusal),
  inBandError: () => `data: ${openAiError(new Refusal(500, SERVER_ERROR)).body}\n\n`,
};

const POSTS: ReadonlyMap<string, (call: Call, credential: string) => Reply> = new Map([
  ['/chat/completions', answerChat],
  ['/responses', answerResponses],
  ['/embeddings', answerEmbeddings],
  ['/completions', answerCompletions],
  ['/images/generations', answerImages],
  ['/images/edits', answerImages],
  ['/audio/speech', answerSpeech],
  ['/audio/transcriptions', answerTranscription],
  ['/audio/translations', answerTranscription],
  ['/moderations', answerModerations],
  ['/rerank', answerRerank],
]);

const SERVER_ERROR = 'The server had an error while processing your request. Sorry about that!';

function answer(call: Call, credential: string): Reply {
  if (credential === '') {
    throw new Refusal(401, "You didn't provide an API key in an Authorization header using Bearer auth.");
  }
  const answerPost = call.method === 'POST' ? POSTS.get(call.path) : undefined;
  if (answerPost !== undefined) return answerPost(call, credential);
  if (call.method === 'GET' && (call.path === '/models' || call.path.startsWith('/models/'))) {
    return listModels(call.path);
  }
  const other = answerVideos(call, credential) ?? answerStored(call, credential);
  if (other !== undefined) return other;
  throw new Refusal(404, `Invalid URL (${call.method} /v1${call.path})`);
}
