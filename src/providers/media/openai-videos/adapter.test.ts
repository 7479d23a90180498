import { describe, expect, it } from 'vitest';
import { answerOf, inputOf, videoRequest, workOf } from '../testing/works.ts';
import { openaiVideos } from './adapter.ts';

const MODEL = 'sora-2';

describe('the plan of a film of OpenAI', () => {
  it.each([
    [{}, 4, '720x1280'],
    [{ seconds: 12, aspectRatio: '16:9' }, 12, '1280x720'],
    [{ resolution: '1080p', aspectRatio: '16:9' }, 4, '1792x1024'],
  ])('%j is %d seconds of %s', (asked, count, size) => {
    expect(openaiVideos.plan(MODEL, videoRequest(asked)).piecesCeiling).toEqual([
      { kind: 'second', count, size },
    ]);
  });

  it.each([
    [{ seconds: 5 }, 'seconds'],
    [{ resolution: '4k' }, 'resolution'],
    [{ aspectRatio: '1:1' }, 'aspect_ratio'],
    [{ seed: 1 }, 'seed'],
    [{ withSound: false }, 'generate_audio'],
    [{ inputs: [inputOf('last_frame')] }, 'last_frame'],
  ])('refuses %j, naming %s', (asked, param) => {
    expect(() => openaiVideos.plan(MODEL, videoRequest(asked))).toThrow(expect.objectContaining({ param }));
  });
});

describe('a film of OpenAI', () => {
  const video = { id: 'video_1', object: 'video', seconds: '8', size: '1280x720', progress: 40 };

  it.each<[string, object, object]>([
    ['queued', {}, { kind: 'working', status: 'queued', percent: 40 }],
    ['in_progress', {}, { kind: 'working', status: 'running', percent: 40 }],
    [
      'failed',
      { error: { code: 'moderation_blocked', message: 'no' } },
      { kind: 'failed', failure: 'content_policy', message: 'no' },
    ],
    ['failed', { error: null }, { kind: 'failed', failure: 'upstream_error' }],
    [
      'completed',
      {},
      {
        kind: 'succeeded',
        made: {
          outputs: [{ from: 'url', url: '/videos/video_1/content', needsCredential: true, seconds: 8 }],
          measured: { pieces: [{ kind: 'second', count: 8, size: '1280x720' }] },
        },
      },
    ],
    ['lost', {}, { kind: 'unreadable' }],
  ])('is %s', (status, more, expected) => {
    const answer = answerOf(200, { ...video, status, ...more });
    expect(openaiVideos.readPoll({ id: 'video_1' }, answer)).toMatchObject(expected);
    expect(openaiVideos.readSubmit(workOf(MODEL, videoRequest()), answer)).toMatchObject(expected);
  });
});
