import { NO_USAGE } from '../../../canonical/usage.ts';
import { invalidField } from '../../../core/refusal.ts';
import type { MediaAdapter, MediaAnswer, MediaCall, MediaWork, Submitted } from '../media-adapter.ts';
import { jsonOf, numberIn, objectIn, textIn } from '../read-json.ts';
import { oneOf, refuseAsked, refuseOtherInputs, requireMusic } from '../require-media.ts';
import { ANSWERS_AT_ONCE } from '../usual-adapter.ts';
import { readTrouble } from './base-resp.ts';

/** @see https://platform.minimax.io/docs/api-reference/music-generation */
const MOST_PROMPT_LETTERS = 2_000;
const MOST_LYRICS_LETTERS = 3_500;
const FORMATS = ['mp3', 'wav'];

/** Songs of MiniMax, which sings them at once. */
export const minimaxSongs: MediaAdapter = {
  ...ANSWERS_AT_ONCE,
  modalities: ['music'],
  plan(_model, request) {
    const { prompt, lyrics, isInstrumental, seed, title, outputFormat, inputs } = requireMusic(request);
    refuseOtherInputs(inputs, []);
    refuseAsked({ seed, title });
    oneOf('output_format', outputFormat, 'mp3', FORMATS);
    if (prompt.length > MOST_PROMPT_LETTERS) {
      throw invalidField('prompt', `must have at most ${MOST_PROMPT_LETTERS} characters for this model`);
    }
    if ((lyrics ?? '').length > MOST_LYRICS_LETTERS) {
      throw invalidField('lyrics', `must have at most ${MOST_LYRICS_LETTERS} characters for this model`);
    }
    if (isInstrumental && lyrics !== null) {
      throw invalidField('lyrics', 'must not be sent for an instrumental piece');
    }
    const piecesCeiling = [{ kind: 'song', count: 1, size: null }] as const;
    return { piecesCeiling, usageCeiling: NO_USAGE, callsEach: false };
  },
  submit,
  readSubmit,
};

function submit({ model, request }: MediaWork): MediaCall {
  const { prompt, style, lyrics, isInstrumental, outputFormat } = requireMusic(request);
  const body = {
    model,
    prompt: [style, prompt].filter((part) => part !== null && part !== '').join(', '),
    ...(isInstrumental
      ? { is_instrumental: true }
      : lyrics === null
        ? { lyrics_optimizer: true }
        : { lyrics }),
    audio_setting: { sample_rate: 44_100, bitrate: 256_000, format: outputFormat ?? 'mp3' },
    output_format: 'hex',
  };
  return {
    method: 'POST',
    path: '/music_generation',
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify(body)),
  };
}

function readSubmit({ request }: MediaWork, answer: MediaAnswer): Submitted {
  const body = jsonOf(answer);
  const trouble = readTrouble(answer, body);
  if (trouble !== null) {
    return trouble;
  }
  const audio = textIn(objectIn(body, 'data'), 'audio');
  if (audio === null) {
    return { kind: 'failed', failure: 'upstream_error', message: 'The upstream made no song' };
  }
  const lengthMs = numberIn(objectIn(body, 'extra_info'), 'music_duration');
  const seconds = lengthMs === null ? null : Math.ceil(lengthMs / 1_000);
  const mediaType = requireMusic(request).outputFormat === 'wav' ? 'audio/wav' : 'audio/mpeg';
  return {
    kind: 'succeeded',
    made: {
      outputs: [{ from: 'bytes', bytes: Buffer.from(audio, 'hex'), mediaType, seconds }],
      measured: { usage: NO_USAGE, serviceTier: null, pieces: [{ kind: 'song', count: 1, size: null }] },
    },
  };
}
