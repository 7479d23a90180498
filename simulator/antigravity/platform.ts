import { geminiError } from '../gemini/errors.ts';
import { answerCountTokens, answerGenerate } from '../gemini/generate.ts';
import { asText, type JsonObject } from '../json-shape.ts';
import { bearerOf, type Call, type Platform, Refusal, type Reply } from '../platform.ts';
import { readCountEnvelope, readEnvelope } from './envelope.ts';
import { wrapFrames } from './wrap-frames.ts';

/** Antigravity: Gemini's answers inside an envelope, always as a stream. Any bearer token is taken. */
export const antigravity: Platform = {
  name: 'antigravity',
  basePath: '/antigravity',
  credentialOf: bearerOf,
  modelOf: (_path, body) => asText(body?.model) ?? '',
  answer,
  refuse: (refusal) => geminiError(refusal),
  inBandError: () =>
    `data: ${geminiError(new Refusal(503, 'No capacity is left for this model.')).body}\r\n\r\n`,
};

function answer(call: Call, credential: string): Reply {
  if (credential === '') {
    throw new Refusal(401, 'Request is missing required authentication credential.');
  }
  switch (call.method === 'POST' ? call.path : '') {
    case '/v1internal:streamGenerateContent':
      return answerStream(call, credential);
    case '/v1internal:countTokens': {
      const { model, request } = readCountEnvelope(call);
      return answerCountTokens(within(call, request), model);
    }
    default:
      throw new Refusal(404, 'Requested entity was not found.');
  }
}

function answerStream(call: Call, credential: string): Reply {
  if (new URLSearchParams(call.query).get('alt') !== 'sse') {
    throw new Refusal(400, 'This method streams with alt=sse alone.');
  }
  const { model, request } = readEnvelope(call);
  const reply = answerGenerate(within(call, request), credential, model, true);
  return reply.type === 'stream' ? { ...reply, frames: wrapFrames(reply.frames) } : reply;
}

function within(call: Call, body: JsonObject): Call {
  return { ...call, body };
}
