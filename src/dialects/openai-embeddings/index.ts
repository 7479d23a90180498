import { tapAnswer } from '../cost-splice.ts';
import type { Operation } from '../dialect.ts';
import { estimateNothing } from '../estimate-answer.ts';
import { modelEdit } from '../model-edit.ts';
import { createChatStreamTap } from '../openai-chat/stream-tap.ts';
import { embeddingsUsage } from '../openai-chat/usage.ts';
import { readEmbeddingsFacts } from './read-facts.ts';

/** `POST /v1/embeddings` (platform.openai.com/docs/api-reference/embeddings). It never streams. */
export const embeddings: Operation = {
  name: 'embeddings',
  dialect: 'openai-embeddings',
  platform: 'openai',
  refusalFormat: 'openai',
  isBilled: true,
  readFacts: readEmbeddingsFacts,
  upstreamPath: () => '/embeddings',
  bodyEdits: modelEdit,
  readAnswer: (answer, costOf) => tapAnswer(answer, embeddingsUsage, costOf),
  estimateAnswerTokens: estimateNothing,
  streamFraming: () => 'sse',
  createStreamTap: createChatStreamTap,
  heartbeat: null,
};
