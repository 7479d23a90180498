import type { IncomingHttpHeaders } from 'node:http';
import { answerFile } from '../jobs/files.ts';
import { asText } from '../json-shape.ts';
import { bearerOf, type Call, type Platform, Refusal, type Reply } from '../platform.ts';
import { answerEmbed } from './embed.ts';
import { geminiError } from './errors.ts';
import { answerFilm, submitFilm } from './film.ts';
import { answerCountTokens, answerGenerate } from './generate.ts';
import { answerPicture, wantsPicture } from './generate-image.ts';
import { listModels } from './models.ts';

/** Gemini: generateContent and its kin, on `v1beta` and `v1`. Any credential that is not empty is taken. */
export const gemini: Platform = {
  name: 'gemini',
  basePath: '/gemini',
  credentialOf,
  modelOf: (path) => targetOf(path)?.model ?? '',
  answer,
  refuse: (refusal) => geminiError(refusal),
  // Google sends the bare error; without `data:` the vendor's SDK reads it from the chunk.
  inBandError: () => `data: ${geminiError(new Refusal(503, 'The model is overloaded.')).body}\r\n\r\n`,
};

function answer(call: Call, credential: string): Reply {
  const file = answerFile(call);
  if (file !== undefined) return file;
  if (credential === '') {
    throw new Refusal(
      403,
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    );
  }
  const film = answerFilm(call, credential);
  if (film !== undefined) return film;
  const target = targetOf(call.path);
  if (target === undefined) throw new Refusal(404, 'Requested entity was not found.');
  const { model, method } = target;
  if (call.method === 'GET' && method === '') return listModels(model);
  switch (call.method === 'POST' && model !== '' ? method : '') {
    case 'generateContent':
      if (wantsPicture(call.body)) return answerPicture(call, model);
      return answerGenerate(call, credential, model, false);
    case 'streamGenerateContent':
      return answerGenerate(call, credential, model, true);
    case 'countTokens':
      return answerCountTokens(call, model);
    case 'embedContent':
      return answerEmbed(call, model, false);
    case 'predictLongRunning':
      return submitFilm(call, credential, model);
    case 'batchEmbedContents':
      return answerEmbed(call, model, true);
    default:
      throw new Refusal(
        404,
        `models/${model} is not found or is not supported for ${method || call.method}.`,
      );
  }
}

function credentialOf(headers: IncomingHttpHeaders, query: string): string {
  const inQuery = query === '' ? '' : (new URLSearchParams(query).get('key') ?? '');
  return asText(headers['x-goog-api-key']) || inQuery || bearerOf(headers);
}

/** The model and the method of a path; a model id may hold slashes and colons, escaped or not. */
function targetOf(path: string): { model: string; method: string } | undefined {
  const match = /^\/v1(?:beta)?\/models(?:\/(?<model>.+?)(?::(?<method>[A-Za-z]+))?)?$/.exec(path);
  if (match === null) return undefined;
  return { model: unescaped(match.groups?.model ?? ''), method: match.groups?.method ?? '' };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, 'The path is not escaped well.');
  }
}
