import { NO_USAGE } from '../../../canonical/usage.ts';
import { isJsonObject, type JsonObject } from '../../../dialects/index.ts';
import type {
  MediaAdapter,
  MediaAnswer,
  MediaCall,
  MediaProgress,
  MediaWork,
  Submitted,
} from '../media-adapter.ts';
import { idOf, jsonOf, objectIn, textIn, unreadable, working } from '../read-json.ts';
import { readRefusal, retryAfterOf } from '../read-refusal.ts';
import { refuseAsked, refuseOtherInputs, requireMusic } from '../require-media.ts';

/** Every request sings two songs, and both are paid for. */
const SONGS = 2;
const SENSITIVE = /flag|moderat|sensitive|policy|copyright/i;

/** Songs of servers that speak the Suno-API dialect; Suno itself has no official API. */
export const suno: MediaAdapter = {
  modalities: ['music'],
  plan(_model, request) {
    const { inputs, seed, outputFormat } = requireMusic(request);
    refuseOtherInputs(inputs, []);
    refuseAsked({ seed, output_format: outputFormat });
    return {
      piecesCeiling: [{ kind: 'song', count: SONGS, size: null }],
      usageCeiling: NO_USAGE,
      callsEach: false,
    };
  },
  submit,
  readSubmit,
  poll: (state) => ({
    method: 'GET',
    path: `/suno/fetch/${encodeURIComponent(idOf(state))}`,
    headers: [],
    body: null,
  }),
  readPoll: (state, answer) => readTask(state, answer, jsonOf(answer)),
  cancel: () => null,
  lookUp: () => null,
  readCallback: () => null,
  authHeaders: () => null,
};

/** With lyrics the words are sung as they are; without, they are described and the server writes them. */
function submit({ model, request }: MediaWork): MediaCall {
  const { prompt, lyrics, style, title, isInstrumental } = requireMusic(request);
  const words =
    lyrics === null
      ? { gpt_description_prompt: prompt }
      : { prompt: lyrics, tags: [style, prompt].filter(Boolean).join(', ') };
  const said = Object.entries({ title, tags: lyrics === null ? style : null }).filter(
    ([, value]) => value !== null,
  );
  const body = { mv: model, make_instrumental: isInstrumental, ...words, ...Object.fromEntries(said) };
  return {
    method: 'POST',
    path: '/suno/submit/music',
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify(body)),
  };
}

function readSubmit(_work: MediaWork, answer: MediaAnswer): Submitted {
  const body = jsonOf(answer);
  const id = textIn(body, 'data');
  if (answer.status < 300 && body.code === 'success') {
    return id === null
      ? { kind: 'unreadable', reason: 'the upstream answered without an id' }
      : working('queued', { id });
  }
  const message = textIn(body, 'message') ?? '';
  const { status } = answer;
  const kind = SENSITIVE.test(message)
    ? 'content-filter'
    : status === 401 || status === 403
      ? 'authentication'
      : status === 429
        ? 'rate-limit'
        : status >= 500
          ? 'server'
          : 'invalid-request';
  return readRefusal({ kind, status, message, code: null, retryAfterS: retryAfterOf(answer) });
}

function readTask(state: unknown, answer: MediaAnswer, body: JsonObject): MediaProgress {
  const task = objectIn(body, 'data');
  if (answer.status >= 300 || body.code !== 'success') {
    return unreadable(answer);
  }
  const percent = Number.parseInt(textIn(task, 'progress') ?? '', 10);
  switch (task.status) {
    case 'NOT_START':
    case 'SUBMITTED':
    case 'QUEUED':
      return working('queued', state);
    case 'IN_PROGRESS':
      return working('running', state, Number.isNaN(percent) ? null : percent);
    case 'SUCCESS':
      return readSongs(task);
    case 'FAILURE': {
      const message = textIn(task, 'fail_reason') ?? 'The upstream failed to make the song';
      return {
        kind: 'failed',
        failure: SENSITIVE.test(message) ? 'content_policy' : 'upstream_error',
        message,
      };
    }
    default:
      return { kind: 'unreadable', reason: 'the upstream names no status that is known' };
  }
}

function readSongs({ data }: JsonObject): MediaProgress {
  const clips = Array.isArray(data) ? data.filter(isJsonObject) : [];
  const outputs = clips.flatMap((clip) => {
    const url = textIn(clip, 'audio_url');
    const { duration } = objectIn(clip, 'metadata');
    const seconds = typeof duration === 'number' ? Math.ceil(duration) : null;
    return url === null
      ? []
      : [{ from: 'url' as const, url, needsCredential: false, mediaType: 'audio/mpeg', seconds }];
  });
  if (outputs.length === 0) {
    return { kind: 'failed', failure: 'upstream_error', message: 'The upstream made no song' };
  }
  const pieces = [{ kind: 'song' as const, count: outputs.length, size: null }];
  return { kind: 'succeeded', made: { outputs, measured: { usage: NO_USAGE, serviceTier: null, pieces } } };
}
