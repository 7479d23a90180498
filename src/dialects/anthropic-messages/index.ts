import { tapAnswer } from '../cost-splice.ts';
import type { CallAddress, Operation } from '../dialect.ts';
import { estimateAnswer } from '../estimate-answer.ts';
import { messagesBodyEdits } from './body-edits.ts';
import { readCountTokensFacts, readMessagesFacts } from './read-facts.ts';
import { createMessagesStreamTap } from './stream-tap.ts';
import { messagesUsage } from './usage.ts';

/** `POST /v1/messages` (docs.anthropic.com/en/api/messages). */
export const messages: Operation = {
  name: 'messages',
  dialect: 'anthropic-messages',
  platform: 'anthropic',
  refusalFormat: 'messages',
  isBilled: true,
  readFacts: readMessagesFacts,
  upstreamPath: (_model, _facts, address) => withQuery('/v1/messages', address),
  bodyEdits: messagesBodyEdits,
  readAnswer: (answer, costOf) => tapAnswer(answer, messagesUsage, costOf),
  estimateAnswerTokens: estimateAnswer,
  streamFraming: () => 'sse',
  createStreamTap: createMessagesStreamTap,
  heartbeat: Buffer.from('event: ping\ndata: {"type":"ping"}\n\n'),
};

/** `POST /v1/messages/count_tokens`, which costs nothing (docs.anthropic.com/en/api/messages-count-tokens). */
export const messagesCountTokens: Operation = {
  ...messages,
  name: 'messages.count_tokens',
  isBilled: false,
  readFacts: readCountTokensFacts,
  upstreamPath: (_model, _facts, address) => withQuery('/v1/messages/count_tokens', address),
  readAnswer: (answer) => ({ measured: null, bytes: answer }),
};

/** Clients say `?beta=true`; the upstream is told too. */
function withQuery(path: string, address: CallAddress): string {
  const query = address.query.toString();
  return query === '' ? path : `${path}?${query}`;
}
