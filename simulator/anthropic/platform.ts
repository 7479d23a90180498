import { asText } from '../json-shape.ts';
import { bearerOf, type Call, type Platform, Refusal, type Reply } from '../platform.ts';
import { anthropicError } from './errors.ts';
import { answerCountTokens, answerMessages } from './messages.ts';
import { listModels } from './models.ts';

/** Anthropic: Messages, count_tokens, Models. Any credential that is not empty is taken. */
export const anthropic: Platform = {
  name: 'anthropic',
  basePath: '/anthropic',
  credentialOf: (headers) => asText(headers['x-api-key']) || bearerOf(headers),
  modelOf: (_path, body) => asText(body?.model) ?? '',
  answer,
  refuse: anthropicError,
  inBandError: (requestId) =>
    `event: error\ndata: ${anthropicError(new Refusal(529, 'Overloaded'), requestId).body}\n\n`,
};

function answer(call: Call, credential: string): Reply {
  if (credential === '') throw new Refusal(401, 'x-api-key header is required');
  if (!call.headers['anthropic-version']) {
    throw new Refusal(400, 'anthropic-version: header is required');
  }
  if (call.method === 'POST') {
    if (call.path === '/v1/messages') return answerMessages(call, credential);
    if (call.path === '/v1/messages/count_tokens') return answerCountTokens(call);
  }
  if (call.method === 'GET' && (call.path === '/v1/models' || call.path.startsWith('/v1/models/'))) {
    const reply = listModels(call.path);
    return { ...reply, headers: { 'request-id': call.requestId } };
  }
  throw new Refusal(404, 'Not found');
}
