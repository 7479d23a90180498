import { NO_PIECES } from '../../canonical/usage.ts';
import { tapAnswer } from '../cost-splice.ts';
import { DELIVERED_BYTES_PER_TOKEN } from '../delivery-count.ts';
import type { Operation } from '../dialect.ts';
import { estimateAnswer, estimateNothing } from '../estimate-answer.ts';
import { createEventTap } from '../event-tap.ts';
import { COMMENT_HEARTBEAT } from '../frame-text.ts';
import { modelEdit } from '../model-edit.ts';
import { readSpeechFacts } from './speech-facts.ts';
import { readTranscriptionFacts } from './transcription-facts.ts';
import { measureSpeech, measureTranscript, transcriptionUsage } from './usage.ts';

/** Base64 of compressed speech for one token: 128 kbit a second at some 20 tokens. */
const SPEECH_BASE64_PER_TOKEN = 1_000;

/** `POST /v1/audio/speech` (platform.openai.com/docs/api-reference/audio): sound, or events with `sse`. */
export const audioSpeech: Operation = {
  name: 'audio.speech',
  dialect: 'openai-audio',
  platform: 'openai',
  refusalFormat: 'openai',
  isBilled: true,
  pieceKinds: ['character'],
  readFacts: readSpeechFacts,
  upstreamPath: () => '/audio/speech',
  bodyEdits: modelEdit,
  readAnswer: (answer) => ({ measured: null, bytes: answer }),
  estimateAnswerTokens: estimateNothing,
  streamFraming: () => 'sse',
  createStreamTap: createEventTap({
    contentKey: 'audio',
    lastWord: '.done',
    contentTokens: (bytes) => Math.ceil(bytes / SPEECH_BASE64_PER_TOKEN),
    measure: measureSpeech,
    piecesOf: (_results, facts) => facts?.estimatedPieces ?? NO_PIECES,
  }),
  heartbeat: COMMENT_HEARTBEAT,
};

/** `POST /v1/audio/transcriptions`: JSON, plain text or subtitles, or events with `stream`. */
export const audioTranscriptions: Operation = {
  ...audioSpeech,
  name: 'audio.transcriptions',
  pieceKinds: ['second'],
  form: { integers: [], flags: ['stream'] },
  readFacts: readTranscriptionFacts,
  upstreamPath: () => '/audio/transcriptions',
  readAnswer: (answer, costOf) => tapAnswer(answer, transcriptionUsage, costOf),
  estimateAnswerTokens: estimateAnswer,
  createStreamTap: createEventTap({
    contentKey: 'delta',
    lastWord: 'text.done',
    contentTokens: (bytes) => Math.ceil(bytes / DELIVERED_BYTES_PER_TOKEN),
    measure: measureTranscript,
  }),
};

/** `POST /v1/audio/translations`, into English. It never streams. */
export const audioTranslations: Operation = {
  ...audioTranscriptions,
  name: 'audio.translations',
  upstreamPath: () => '/audio/translations',
};
