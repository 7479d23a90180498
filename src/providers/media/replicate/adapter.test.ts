import { describe, expect, it } from 'vitest';
import { answerOf, imageRequest, inputOf, musicRequest, videoRequest, workOf } from '../testing/works.ts';
import { replicate } from './adapter.ts';

const work = workOf('black-forest-labs/flux-schnell', imageRequest({ count: 2, seed: 3 }));
const STATE = { id: 'p1', piece: { kind: 'image', count: 2, size: null } };

describe('Replicate', () => {
  it('is asked at the address of the model, and told where to call back', () => {
    const call = replicate.submit({ ...work, callbackUrl: 'https://g.example/cb' });
    expect(call.path).toBe('/v1/models/black-forest-labs/flux-schnell/predictions');
    expect(JSON.parse(String(call.body))).toEqual({
      input: { prompt: 'a matte black bottle', seed: 3, num_outputs: 2 },
      webhook: 'https://g.example/cb',
      webhook_events_filter: ['completed'],
    });
  });

  it.each<[object, object]>([
    [{ status: 'starting' }, { kind: 'working', status: 'queued' }],
    [{ status: 'processing' }, { kind: 'working', status: 'running' }],
    [
      { status: 'failed', error: 'NSFW content detected' },
      { kind: 'failed', failure: 'content_policy' },
    ],
    [
      { status: 'failed', error: null },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    [{ status: 'canceled' }, { kind: 'failed', failure: 'upstream_canceled' }],
    [{ status: 'aborted' }, { kind: 'failed', failure: 'upstream_expired' }],
    [
      { status: 'succeeded', output: [] },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    [
      { status: 'succeeded', output: 'https://r/1.webp' },
      { kind: 'succeeded', made: { measured: { pieces: [{ count: 1 }] } } },
    ],
    [
      { status: 'succeeded', output: ['https://r/1.webp', 'https://r/2.webp'] },
      { kind: 'succeeded', made: { measured: { pieces: [{ count: 2 }] } } },
    ],
    [{ status: 'thinking' }, { kind: 'unreadable' }],
  ])('%j', (body, expected) => {
    expect(replicate.readPoll(STATE, answerOf(200, { id: 'p1', ...body }))).toMatchObject(expected);
  });

  it.each<[number, object, object]>([
    [
      422,
      { detail: '- input: prompt is required' },
      { kind: 'refused', failure: 'invalid_input', message: '- input: prompt is required' },
    ],
    [402, { detail: 'Insufficient credit' }, { kind: 'refused', mayGoElsewhere: true }],
    [429, { detail: 'Request was throttled.' }, { kind: 'busy' }],
  ])('%d %j', (status, body, expected) => {
    expect(replicate.readSubmit(work, answerOf(status, body))).toMatchObject(expected);
  });

  it.each([
    [imageRequest({ count: 5 }), 'n'],
    [imageRequest({ size: '1024x1024' }), 'size'],
    [videoRequest({ inputs: [inputOf('first_frame'), inputOf('last_frame')] }), 'images'],
    [musicRequest({ title: 'Ahoy' }), 'title'],
  ])('refuses what it does not take (%#)', (request, param) => {
    expect(() => replicate.plan('owner/name', request)).toThrow(expect.objectContaining({ param }));
  });
});
