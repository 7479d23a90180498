import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { findProvider } from '../../index.ts';
import { answerOf, inputOf, videoRequest, workOf } from '../testing/works.ts';
import { kling } from './adapter.ts';

const MODEL = 'kling-v2-6';
const STATE = { id: '1', action: '/v1/videos/text2video', seconds: 5, resolution: '1080p' };

describe('Kling', () => {
  it('is asked by words or by a picture, and polled where it was asked', () => {
    const byWords = kling.submit(
      workOf(MODEL, videoRequest({ aspectRatio: '9:16', withSound: true, resolution: '1080p' })),
    );
    expect(byWords.path).toBe('/v1/videos/text2video');
    expect(JSON.parse(String(byWords.body))).toEqual({
      ...{ model_name: MODEL, mode: 'pro', duration: '5', external_task_id: 'task_0001' },
      ...{ prompt: 'a ship at sea', aspect_ratio: '9:16', sound: 'on' },
    });
    const work = workOf(MODEL, videoRequest({ inputs: [inputOf('first_frame')] }));
    expect(kling.submit(work).path).toBe('/v1/videos/image2video');
    const submitted = kling.readSubmit(
      work,
      answerOf(200, { code: 0, data: { task_id: '9', task_status: 'submitted' } }),
    );
    const state = submitted.kind === 'working' ? submitted.state : null;
    expect(kling.poll(state)?.path).toBe('/v1/videos/image2video/9');
  });

  it.each<[number, number, object]>([
    [401, 1_002, { kind: 'refused', mayGoElsewhere: true }],
    [429, 1_102, { kind: 'refused', mayGoElsewhere: true }],
    [400, 1_201, { kind: 'refused', failure: 'invalid_input', mayGoElsewhere: false }],
    [400, 1_301, { kind: 'refused', failure: 'content_policy' }],
    [429, 1_303, { kind: 'busy' }],
    [200, 5_000, { kind: 'refused', failure: 'upstream_error', mayGoElsewhere: true }],
    [504, 0, { kind: 'unreadable' }],
  ])('answers %d with code %d', (status, code, expected) => {
    const answer = answerOf(status, { code, message: 'm' });
    expect(kling.readSubmit(workOf(MODEL, videoRequest()), answer)).toMatchObject(expected);
  });

  it.each<[object, object]>([
    [{ task_status: 'submitted' }, { kind: 'working', status: 'queued' }],
    [{ task_status: 'processing' }, { kind: 'working', status: 'running' }],
    [
      { task_status: 'failed', task_status_msg: 'Failure to pass the risk control system' },
      { kind: 'failed', failure: 'content_policy' },
    ],
    [
      { task_status: 'failed', task_status_msg: '' },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    [
      { task_status: 'succeed', task_result: { videos: [] } },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    [
      {
        task_status: 'succeed',
        task_result: { videos: [{ id: 'a', url: 'https://k/1.mp4', duration: '5.1' }] },
      },
      {
        kind: 'succeeded',
        made: {
          outputs: [{ url: 'https://k/1.mp4', seconds: 6 }],
          measured: { pieces: [{ kind: 'second', count: 6, size: '1080p' }] },
        },
      },
    ],
  ])('fact 39: %j', (data, expected) => {
    expect(kling.readPoll(STATE, answerOf(200, { code: 0, data }))).toMatchObject(expected);
  });

  it('is neither here nor there when a poll fails', () => {
    expect(kling.readPoll(STATE, answerOf(200, { code: 1_203, message: 'm' }))).toMatchObject({
      kind: 'unreadable',
    });
  });

  it('has a credential of two parts, the second of which is never sent', () => {
    const provider = findProvider('kling');
    expect(provider?.credentialProblem(new Secret('only-one'))).toMatch(/ACCESS_KEY:SECRET_KEY/);
    expect(provider?.proofOf(new Secret('ak:s:k'))).toMatchObject({ kind: 'claim', issuer: 'ak' });
    expect(provider?.authHeaders(new Secret('ak:sk'))).toEqual([]);
  });
});
