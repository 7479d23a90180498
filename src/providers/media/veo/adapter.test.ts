import { describe, expect, it } from 'vitest';
import { answerOf, inputOf, videoRequest, workOf } from '../testing/works.ts';
import { veo } from './adapter.ts';

const MODEL = 'veo-3.1-generate-preview';
const STATE = { id: `models/${MODEL}/operations/abc`, seconds: 8, resolution: '1080p' };

describe('the plan of a film of Veo', () => {
  it.each([
    [{}, 8, '720p'],
    [{ seconds: 4, count: 2 }, 8, '720p'],
    [{ resolution: '1080p' }, 8, '1080p'],
  ])('%j is %d seconds of %s', (asked, count, size) => {
    expect(veo.plan(MODEL, videoRequest(asked)).piecesCeiling).toEqual([{ kind: 'second', count, size }]);
  });

  it.each([
    [MODEL, { seconds: 9 }, 'seconds'],
    [MODEL, { seconds: 4, resolution: '1080p' }, 'seconds'],
    [MODEL, { resolution: '480p' }, 'resolution'],
    [MODEL, { aspectRatio: '1:1' }, 'aspect_ratio'],
    [MODEL, { count: 5 }, 'n'],
    [MODEL, { withSound: false }, 'generate_audio'],
    ['veo-2.0-generate-001', { withSound: true }, 'generate_audio'],
    [MODEL, { watermark: true }, 'watermark'],
  ])('%s refuses %j, naming %s', (model, asked, param) => {
    expect(() => veo.plan(model, videoRequest(asked))).toThrow(expect.objectContaining({ param }));
  });
});

describe('a film of Veo', () => {
  it('is asked for with its pictures in their places', () => {
    const inputs = [inputOf('first_frame'), inputOf('last_frame'), inputOf('reference_image')];
    const { path, body } = veo.submit(
      workOf(MODEL, videoRequest({ inputs, negativePrompt: 'rain', count: 2 })),
    );
    const image = { bytesBase64Encoded: 'iVBORw0KGgo=', mimeType: 'image/png' };
    expect(path).toBe(`/v1beta/models/${MODEL}:predictLongRunning`);
    expect(JSON.parse(String(body))).toEqual({
      instances: [
        {
          prompt: 'a ship at sea',
          image,
          lastFrame: image,
          referenceImages: [{ image, referenceType: 'asset' }],
        },
      ],
      parameters: { durationSeconds: 8, resolution: '720p', negativePrompt: 'rain', sampleCount: 2 },
    });
  });

  const done = (generateVideoResponse: object) => ({
    name: STATE.id,
    done: true,
    response: { generateVideoResponse },
  });

  it.each<[string, object, object]>([
    ['not done', { name: STATE.id }, { kind: 'working', status: 'running', state: STATE }],
    [
      'done with an error',
      { done: true, error: { code: 13, message: 'oops' } },
      { kind: 'failed', failure: 'upstream_error', message: 'oops' },
    ],
    [
      'fact 39: done with no film and a filter',
      done({ raiMediaFilteredCount: 1, raiMediaFilteredReasons: ['unsafe'] }),
      { kind: 'failed', failure: 'content_policy', message: 'unsafe' },
    ],
    ['done with nothing', done({}), { kind: 'failed', failure: 'upstream_error' }],
    [
      'done with a film less than was asked for',
      done({ generatedSamples: [{ video: { uri: 'https://g/1' } }] }),
      {
        kind: 'succeeded',
        made: {
          outputs: [{ from: 'url', url: 'https://g/1', needsCredential: true, seconds: 8 }],
          measured: { pieces: [{ kind: 'second', count: 8, size: '1080p' }] },
        },
      },
    ],
  ])('is %s', (_name, operation, expected) => {
    expect(veo.readPoll(STATE, answerOf(200, operation))).toMatchObject(expected);
  });
});
