import { describe, expect, it } from 'vitest';
import { answerOf, imageRequest, inputOf, videoRequest, workOf } from '../testing/works.ts';
import { ark } from './adapter.ts';

const MODEL = 'doubao-seedance-1-0-pro-250528';

describe('the plan of a film on Ark', () => {
  it.each([
    [{}, 5, '720p', 110_400],
    [{ seconds: 10, resolution: '1080p' }, 10, '1080p', 489_600],
    [{ seconds: 2, resolution: '480p' }, 2, '480p', 20_088],
  ])('%j is %d seconds of %s and at most %d tokens', (asked, seconds, size, tokens) => {
    const plan = ark.plan(MODEL, videoRequest(asked));
    expect(plan.piecesCeiling).toEqual([{ kind: 'second', count: seconds, size }]);
    expect(plan.usageCeiling.outputTokens).toBe(tokens);
  });

  it.each([
    [{ seconds: 60 }, 'seconds'],
    [{ resolution: '4k' }, 'resolution'],
    [{ aspectRatio: '5:4' }, 'aspect_ratio'],
    [{ count: 2 }, 'n'],
    [{ negativePrompt: 'rain' }, 'negative_prompt'],
    [{ inputs: [inputOf('reference_audio')] }, 'audio'],
  ])('refuses %j, naming %s', (asked, param) => {
    expect(() => ark.plan(MODEL, videoRequest(asked))).toThrow(expect.objectContaining({ param }));
  });

  it('refuses pictures', () => {
    expect(() => ark.plan(MODEL, imageRequest())).toThrow(expect.objectContaining({ param: 'model' }));
  });
});

describe('a film on Ark', () => {
  it('is asked for with nothing but what was said', () => {
    const request = videoRequest({ inputs: [inputOf('last_frame')], seed: 7, withSound: true });
    const { path, body } = ark.submit({
      ...workOf(MODEL, request),
      callbackUrl: 'https://gateway.example/cb',
    });
    expect(path).toBe('/contents/generations/tasks');
    expect(JSON.parse(String(body))).toEqual({
      model: MODEL,
      content: [
        { type: 'text', text: 'a ship at sea' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' }, role: 'last_frame' },
      ],
      ...{ resolution: '720p', duration: 5, seed: 7, generate_audio: true },
      callback_url: 'https://gateway.example/cb',
    });
  });

  const task = { id: 'cgt-1', model: MODEL, resolution: '1080p', duration: 5, service_tier: 'flex' };

  it.each<[string, object, object]>([
    ['queued', {}, { kind: 'working', status: 'queued', state: { id: 'cgt-1' } }],
    ['running', {}, { kind: 'working', status: 'running' }],
    [
      'failed',
      { error: { code: 'OutputVideoSensitiveContentDetected', message: 'm' } },
      { kind: 'failed', failure: 'content_policy' },
    ],
    [
      'failed',
      { error: { code: 'InvalidParameter', message: 'm' } },
      { kind: 'failed', failure: 'invalid_input' },
    ],
    [
      'failed',
      { error: { code: 'InternalServiceError', message: 'm' } },
      { kind: 'failed', failure: 'upstream_error', message: 'm' },
    ],
    ['expired', {}, { kind: 'failed', failure: 'upstream_expired' }],
    ['cancelled', {}, { kind: 'failed', failure: 'upstream_canceled' }],
    ['succeeded', { content: {} }, { kind: 'failed', failure: 'upstream_error' }],
    ['paused', {}, { kind: 'unreadable' }],
    [
      'succeeded',
      {
        content: { video_url: 'https://v/1.mp4' },
        usage: { completion_tokens: 246_840, total_tokens: 246_840 },
      },
      {
        kind: 'succeeded',
        made: {
          outputs: [{ from: 'url', url: 'https://v/1.mp4', seconds: 5, needsCredential: false }],
          measured: {
            usage: { outputTokens: 246_840 },
            serviceTier: 'flex',
            pieces: [{ kind: 'second', count: 5, size: '1080p' }],
          },
        },
      },
    ],
  ])('is %s %j', (status, more, expected) => {
    expect(ark.readPoll({ id: 'cgt-1' }, answerOf(200, { ...task, status, ...more }))).toMatchObject(
      expected,
    );
  });

  it.each([404, 429, 500])('is neither here nor there when a poll is answered %d', (status) => {
    expect(ark.readPoll({ id: 'cgt-1' }, answerOf(status, {}))).toMatchObject({ kind: 'unreadable' });
  });

  it.each<[number, unknown, object]>([
    [429, { error: { code: 'RateLimitExceeded', message: 'x' } }, { kind: 'busy' }],
    [
      401,
      { error: { code: 'AuthenticationError', message: 'x' } },
      { kind: 'refused', mayGoElsewhere: true },
    ],
    [
      400,
      { error: { code: 'InvalidParameter', message: 'x' } },
      { kind: 'refused', failure: 'invalid_input', mayGoElsewhere: false },
    ],
    [200, {}, { kind: 'unreadable' }],
    [502, 'bad gateway', { kind: 'unreadable' }],
  ])('was submitted with %d %j', (status, body, expected) => {
    expect(ark.readSubmit(workOf(MODEL, videoRequest()), answerOf(status, body))).toMatchObject(expected);
  });

  it('is spoken of by callbacks', () => {
    expect(ark.readCallback({ ...task, status: 'succeeded' })).toEqual({ upstreamId: 'cgt-1' });
  });
});
