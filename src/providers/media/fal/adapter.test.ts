import { describe, expect, it } from 'vitest';
import { answerOf, imageRequest, inputOf, musicRequest, videoRequest, workOf } from '../testing/works.ts';
import { fal } from './adapter.ts';

const APP = 'fal-ai/kling-video/v2/master/text-to-video';
const AT = 'https://queue.fal.run/fal-ai/kling-video/requests/1';
const PIECE = { kind: 'second', count: 5, size: '720p' };
const STATE = {
  id: '1',
  statusUrl: `${AT}/status`,
  responseUrl: AT,
  cancelUrl: `${AT}/cancel`,
  piece: PIECE,
};

describe('fal', () => {
  it('is asked at the path of its app, with the callback in the query', () => {
    const call = fal.submit({
      ...workOf(APP, videoRequest({ seconds: 10 })),
      callbackUrl: 'https://g.example/cb?t=1',
    });
    expect(call.path).toBe(`/${APP}?fal_webhook=${encodeURIComponent('https://g.example/cb?t=1')}`);
    expect(JSON.parse(String(call.body))).toEqual({
      prompt: 'a ship at sea',
      duration: '10',
      resolution: '720p',
    });
  });

  it('is polled and canceled at the addresses it gave, which leave the rest of a path out', () => {
    const answer = answerOf(200, {
      request_id: '1',
      response_url: AT,
      status_url: `${AT}/status`,
      cancel_url: `${AT}/cancel`,
    });
    const submitted = fal.readSubmit(workOf(APP, videoRequest()), answer);
    expect(submitted).toMatchObject({ kind: 'working', status: 'queued', state: STATE });
    expect(fal.poll(STATE)?.path).toBe(`${AT}/status`);
    expect(fal.cancel(STATE)).toMatchObject({ method: 'PUT', path: `${AT}/cancel` });
  });

  const detail = (type: string) => ({ detail: [{ loc: ['body', 'prompt'], msg: 'why', type }] });

  it.each<[string, number, object, object]>([
    ['waits', 202, { status: 'IN_QUEUE', queue_position: 3 }, { kind: 'working', status: 'queued' }],
    ['runs', 202, { status: 'IN_PROGRESS' }, { kind: 'working', status: 'running' }],
    ['leads to its answer', 200, { status: 'COMPLETED' }, { kind: 'continue', call: { path: AT } }],
    [
      'fact 39: completed with a flagged prompt',
      422,
      detail('content_policy_violation'),
      { kind: 'failed', failure: 'content_policy', message: 'why' },
    ],
    ['completed with a bad field', 422, detail('value_error'), { kind: 'failed', failure: 'invalid_input' }],
    [
      'completed with an error',
      500,
      { detail: 'Internal error' },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    ['is not there yet', 404, { detail: 'Request not found' }, { kind: 'unreadable' }],
    ['is behind a broken proxy', 502, {}, { kind: 'unreadable' }],
    [
      'made a film',
      200,
      { video: { url: 'https://v3.fal.media/1.mp4', content_type: 'video/mp4' } },
      {
        kind: 'succeeded',
        made: { outputs: [{ url: 'https://v3.fal.media/1.mp4', seconds: 5 }], measured: { pieces: [PIECE] } },
      },
    ],
  ])('%s', (_name, status, body, expected) => {
    expect(fal.readPoll(STATE, answerOf(status, body))).toMatchObject(expected);
  });

  it('pays for the pictures that came', () => {
    const state = { ...STATE, piece: { kind: 'image', count: 4, size: null } };
    const images = [{ url: 'https://v3.fal.media/1.png', content_type: 'image/png' }];
    expect(fal.readPoll(state, answerOf(200, { images }))).toMatchObject({
      made: { measured: { pieces: [{ count: 1 }] } },
    });
  });

  it.each([
    [imageRequest({ count: 5 }), 'n'],
    [imageRequest({ quality: 'high' }), 'quality'],
    [videoRequest({ watermark: true }), 'watermark'],
    [videoRequest({ inputs: [inputOf('last_frame')] }), 'last_frame'],
    [musicRequest(), 'model'],
  ])('refuses what it does not take (%#)', (request, param) => {
    expect(() => fal.plan(APP, request)).toThrow(expect.objectContaining({ param }));
  });
});
