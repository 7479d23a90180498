import { describe, expect, it } from 'vitest';
import { answerOf, inputOf, musicRequest, videoRequest, workOf } from '../testing/works.ts';
import { minimaxFilms } from './films.ts';
import { minimaxSongs } from './songs.ts';

const FILMS = 'MiniMax-Hailuo-2.3';
const STATE = { id: '176843862716480', seconds: 6, resolution: '768p' };
const fine = { base_resp: { status_code: 0, status_msg: 'success' } };
const trouble = (code: number) => ({ base_resp: { status_code: code, status_msg: 'what happened' } });

describe('MiniMax says in its body what went wrong, with status 200', () => {
  it.each<[number, object]>([
    [1_002, { kind: 'busy' }],
    [1_004, { kind: 'refused', mayGoElsewhere: true }],
    [1_008, { kind: 'refused', mayGoElsewhere: true }],
    [1_026, { kind: 'refused', failure: 'content_policy', message: 'what happened', mayGoElsewhere: false }],
    [2_013, { kind: 'refused', failure: 'invalid_input', mayGoElsewhere: false }],
    [9_999, { kind: 'refused', failure: 'upstream_error', mayGoElsewhere: true }],
  ])('%d', (code, expected) => {
    const answer = answerOf(200, trouble(code));
    expect(minimaxFilms.readSubmit(workOf(FILMS, videoRequest()), answer)).toMatchObject(expected);
    expect(minimaxSongs.readSubmit(workOf('music-2.6', musicRequest()), answer)).toMatchObject(expected);
  });

  it('and says nothing at all when something else answers', () => {
    const answer = answerOf(502, '<html>');
    expect(minimaxFilms.readSubmit(workOf(FILMS, videoRequest()), answer)).toMatchObject({
      kind: 'unreadable',
    });
  });
});

describe('a film of MiniMax', () => {
  it.each([
    [{ seconds: 5 }, 'seconds'],
    [{ seconds: 10, resolution: '1080p' }, 'seconds'],
    [{ resolution: '4k' }, 'resolution'],
    [{ aspectRatio: '16:9' }, 'aspect_ratio'],
    [{ inputs: [inputOf('reference_video')] }, 'video'],
  ])('refuses %j, naming %s', (asked, param) => {
    expect(() => minimaxFilms.plan(FILMS, videoRequest(asked))).toThrow(expect.objectContaining({ param }));
  });

  it.each<[object, object]>([
    [
      { status: 'Preparing', ...fine },
      { kind: 'working', status: 'queued' },
    ],
    [
      { status: 'Queueing', ...fine },
      { kind: 'working', status: 'queued' },
    ],
    [
      { status: 'Processing', ...fine },
      { kind: 'working', status: 'running' },
    ],
    [
      { status: 'Fail', ...trouble(1_026) },
      { kind: 'failed', failure: 'content_policy' },
    ],
    [
      { status: 'Fail', ...fine },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    [
      { status: 'Success', file_id: '205258526306433', ...fine },
      { kind: 'continue', call: { path: '/files/retrieve?file_id=205258526306433' } },
    ],
    [
      { file: { file_id: 205_258_526_306_433, download_url: 'https://m/1.mp4' }, ...fine },
      {
        kind: 'succeeded',
        made: {
          outputs: [{ url: 'https://m/1.mp4', seconds: 6 }],
          measured: { pieces: [{ kind: 'second', count: 6, size: '768p' }] },
        },
      },
    ],
    [trouble(1_004), { kind: 'unreadable' }],
  ])('%j', (body, expected) => {
    expect(minimaxFilms.readPoll(STATE, answerOf(200, body))).toMatchObject(expected);
  });
});

describe('a song of MiniMax', () => {
  it('is asked for with its style, and with lyrics of its own where there are none', () => {
    const { body } = minimaxSongs.submit(workOf('music-2.6', musicRequest({ style: 'folk' })));
    expect(JSON.parse(String(body))).toMatchObject({
      prompt: 'folk, a shanty',
      lyrics_optimizer: true,
      output_format: 'hex',
    });
  });

  it('is bytes and a length', () => {
    const answer = answerOf(200, {
      data: { audio: '494433', status: 2 },
      extra_info: { music_duration: 25_364 },
      ...fine,
    });
    expect(minimaxSongs.readSubmit(workOf('music-2.6', musicRequest()), answer)).toMatchObject({
      kind: 'succeeded',
      made: {
        outputs: [{ from: 'bytes', bytes: Buffer.from('ID3'), mediaType: 'audio/mpeg', seconds: 26 }],
        measured: { pieces: [{ kind: 'song', count: 1, size: null }] },
      },
    });
  });

  it.each([
    [{ lyrics: 'x'.repeat(3_501) }, 'lyrics'],
    [{ prompt: 'x'.repeat(2_001) }, 'prompt'],
    [{ lyrics: 'la', isInstrumental: true }, 'lyrics'],
    [{ outputFormat: 'flac' }, 'output_format'],
    [{ title: 'Ahoy' }, 'title'],
  ])('refuses %j, naming %s', (asked, param) => {
    expect(() => minimaxSongs.plan('music-2.6', musicRequest(asked))).toThrow(
      expect.objectContaining({ param }),
    );
  });
});
