import { tapAnswer } from '../cost-splice.ts';
import type { Operation } from '../dialect.ts';
import { estimateAnswer } from '../estimate-answer.ts';
import { COMMENT_HEARTBEAT } from '../frame-text.ts';
import { responsesBodyEdits } from './body-edits.ts';
import { readResponsesFacts } from './read-facts.ts';
import { createResponsesStreamTap } from './stream-tap.ts';
import { responsesUsage } from './usage.ts';

/** `POST /v1/responses` (platform.openai.com/docs/api-reference/responses). */
export const responses: Operation = {
  name: 'responses',
  dialect: 'openai-responses',
  platform: 'openai',
  refusalFormat: 'openai',
  isBilled: true,
  readFacts: readResponsesFacts,
  upstreamPath: () => '/responses',
  bodyEdits: responsesBodyEdits,
  readAnswer: (answer, costOf) => tapAnswer(answer, responsesUsage, costOf),
  estimateAnswerTokens: estimateAnswer,
  streamFraming: () => 'sse',
  createStreamTap: createResponsesStreamTap,
  heartbeat: COMMENT_HEARTBEAT,
};
