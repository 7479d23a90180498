import type { Operation } from '../dialect.ts';
import { estimateNothing } from '../estimate-answer.ts';
import { createEventTap } from '../event-tap.ts';
import { COMMENT_HEARTBEAT } from '../frame-text.ts';
import { modelEdit } from '../model-edit.ts';
import { PARTIAL_IMAGE_TOKENS, readImageFacts } from './read-facts.ts';
import { measureImages, readImagesAnswer } from './usage.ts';

/** `POST /v1/images/generations` (platform.openai.com/docs/api-reference/images). */
export const imageGenerations: Operation = {
  name: 'images.generations',
  dialect: 'openai-images',
  platform: 'openai',
  refusalFormat: 'openai',
  isBilled: true,
  pieceKinds: ['image'],
  mayBecomeTask: true,
  becomesTask: true,
  readFacts: readImageFacts,
  upstreamPath: () => '/images/generations',
  bodyEdits: modelEdit,
  readAnswer: readImagesAnswer,
  estimateAnswerTokens: estimateNothing,
  streamFraming: () => 'sse',
  createStreamTap: createEventTap({
    contentKey: 'b64_json',
    lastWord: '.completed',
    contentTokens: () => PARTIAL_IMAGE_TOKENS,
    measure: measureImages,
    piecesOf: (count, facts) => [{ kind: 'image', count, size: facts?.piecesCeiling?.[0]?.size ?? null }],
  }),
  heartbeat: COMMENT_HEARTBEAT,
};

/** `POST /v1/images/edits`: a form with files, or JSON with addresses of them. */
export const imageEdits: Operation = {
  ...imageGenerations,
  name: 'images.edits',
  becomesTask: false,
  form: { integers: ['n', 'partial_images', 'output_compression'], flags: ['stream'] },
  upstreamPath: () => '/images/edits',
};
