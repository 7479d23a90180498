import { describe, expect, it } from 'vitest';
import { answerOf, musicRequest, workOf } from '../testing/works.ts';
import { suno } from './adapter.ts';

const bodyOf = (asked: Parameters<typeof musicRequest>[0]) =>
  JSON.parse(String(suno.submit(workOf('chirp-v5', musicRequest(asked))).body));

describe('Suno', () => {
  it('sings lyrics as they are, or writes them from a description', () => {
    expect(bodyOf({ style: 'folk' })).toEqual({
      ...{ mv: 'chirp-v5', make_instrumental: false, gpt_description_prompt: 'a shanty', tags: 'folk' },
    });
    expect(bodyOf({ lyrics: 'la la', style: 'folk', title: 'Ahoy' })).toEqual({
      ...{ mv: 'chirp-v5', make_instrumental: false, prompt: 'la la', tags: 'folk, a shanty', title: 'Ahoy' },
    });
  });

  it('holds for both songs it sings', () => {
    const { piecesCeiling } = suno.plan('chirp-v5', musicRequest());
    expect(piecesCeiling).toEqual([{ kind: 'song', count: 2, size: null }]);
  });

  it.each<[object, object]>([
    [{ status: 'NOT_START' }, { kind: 'working', status: 'queued' }],
    [
      { status: 'IN_PROGRESS', progress: '30%' },
      { kind: 'working', status: 'running', percent: 30 },
    ],
    [
      { status: 'FAILURE', fail_reason: 'flagged for moderation' },
      { kind: 'failed', failure: 'content_policy' },
    ],
    [
      { status: 'FAILURE', fail_reason: '' },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    [
      { status: 'SUCCESS', data: [] },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    [
      { status: 'SUCCESS', data: [{ audio_url: 'https://s/1.mp3', metadata: { duration: 61.2 } }] },
      {
        kind: 'succeeded',
        made: { outputs: [{ url: 'https://s/1.mp3', seconds: 62 }], measured: { pieces: [{ count: 1 }] } },
      },
    ],
  ])('%j', (data, expected) => {
    expect(suno.readPoll({ id: '1' }, answerOf(200, { code: 'success', data }))).toMatchObject(expected);
  });

  it.each<[number, object, object]>([
    [200, { code: 'fail', message: 'prompt is empty' }, { kind: 'refused', failure: 'invalid_input' }],
    [200, { code: 'fail', message: 'copyright material' }, { kind: 'refused', failure: 'content_policy' }],
    [401, { code: 'fail', message: 'x' }, { kind: 'refused', mayGoElsewhere: true }],
    [429, { code: 'fail', message: 'x' }, { kind: 'busy' }],
    [502, {}, { kind: 'unreadable' }],
  ])('%d %j', (status, body, expected) => {
    expect(suno.readSubmit(workOf('chirp-v5', musicRequest()), answerOf(status, body))).toMatchObject(
      expected,
    );
  });
});
