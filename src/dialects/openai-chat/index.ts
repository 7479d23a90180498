import { tapAnswer } from '../cost-splice.ts';
import type { Operation } from '../dialect.ts';
import { estimateAnswer } from '../estimate-answer.ts';
import { COMMENT_HEARTBEAT } from '../frame-text.ts';
import { chatBodyEdits } from './body-edits.ts';
import { readChatFacts } from './read-facts.ts';
import { createChatStreamTap } from './stream-tap.ts';
import { chatUsage } from './usage.ts';

/** `POST /v1/chat/completions` (platform.openai.com/docs/api-reference/chat). */
export const chatCompletions: Operation = {
  name: 'chat.completions',
  dialect: 'openai-chat',
  platform: 'openai',
  refusalFormat: 'openai',
  isBilled: true,
  readFacts: readChatFacts,
  upstreamPath: () => '/chat/completions',
  bodyEdits: chatBodyEdits,
  readAnswer: (answer, costOf) => tapAnswer(answer, chatUsage, costOf),
  estimateAnswerTokens: estimateAnswer,
  streamFraming: () => 'sse',
  createStreamTap: createChatStreamTap,
  heartbeat: COMMENT_HEARTBEAT,
};
