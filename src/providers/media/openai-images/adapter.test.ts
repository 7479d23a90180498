import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../../simulator/simulator.ts';
import { answerOf, imageRequest, workOf } from '../testing/works.ts';
import { openaiImages } from './adapter.ts';

const MODEL = 'gpt-image-1';
const PNG = Buffer.from('iVBORw0KGgo=', 'base64');

describe('the plan of pictures of OpenAI', () => {
  it.each([
    [{}, null],
    [{ sizeClass: '1K' }, '1024x1024'],
    [{ aspectRatio: '3:2' }, '1536x1024'],
    [{ sizeClass: '1K', aspectRatio: '2:3' }, '1024x1536'],
    [{ size: '2048x2048' }, '2048x2048'],
  ])('%j has the pixels %s', (asked, size) => {
    const { piecesCeiling } = openaiImages.plan(MODEL, imageRequest({ ...asked, count: 3 }));
    expect(piecesCeiling).toEqual([{ kind: 'image', count: 3, size }]);
  });

  it.each([
    [{ count: 11 }, 'n'],
    [{ sizeClass: '4K' }, 'image_size'],
    [{ aspectRatio: '21:9' }, 'aspect_ratio'],
  ])('refuses %j, naming %s', (asked, param) => {
    expect(() => openaiImages.plan(MODEL, imageRequest(asked))).toThrow(expect.objectContaining({ param }));
  });

  it('holds for every token the pictures could count', () => {
    const input = { role: 'reference_image', mediaType: 'image/png', bytes: PNG } as const;
    const { usageCeiling } = openaiImages.plan(MODEL, imageRequest({ count: 2, inputs: [input] }));
    expect(usageCeiling).toMatchObject({ imageInputTokens: 6_600, imageOutputTokens: 2 * 6_240 });
  });
});

describe('what OpenAI answers', () => {
  const work = workOf(MODEL, imageRequest({ count: 2 }));
  const read = (status: number, body: unknown, headers = {}) =>
    openaiImages.readSubmit(work, answerOf(status, body, headers));

  it('is read with its pictures, its tokens and the size it says', () => {
    const submitted = read(200, {
      created: 1_713_833_628,
      data: [{ b64_json: 'aGk=' }, { url: 'https://images.example/2.png' }],
      size: '1536x1024',
      output_format: 'webp',
      usage: {
        total_tokens: 100,
        input_tokens: 50,
        output_tokens: 50,
        input_tokens_details: { text_tokens: 10, image_tokens: 40 },
      },
    });
    expect(submitted).toMatchObject({
      kind: 'succeeded',
      made: {
        outputs: [
          { from: 'bytes', bytes: Buffer.from('hi'), mediaType: 'image/webp' },
          { from: 'url', url: 'https://images.example/2.png', needsCredential: false },
        ],
        measured: {
          usage: { inputTokens: 10, imageInputTokens: 40, imageOutputTokens: 50 },
          pieces: [{ kind: 'image', count: 2, size: '1536x1024' }],
        },
      },
    });
  });

  it.each<[number, object, object]>([
    [400, { code: 'moderation_blocked', message: 'x' }, { kind: 'refused', mayGoElsewhere: false }],
    [400, { code: 'content_policy_violation', message: 'x' }, { kind: 'refused', failure: 'content_policy' }],
    [400, { message: 'bad size' }, { kind: 'refused', failure: 'invalid_input', message: 'bad size' }],
    [401, { code: 'invalid_api_key', message: 'x' }, { kind: 'refused', mayGoElsewhere: true }],
    [429, { code: 'insufficient_quota', message: 'x' }, { kind: 'refused', mayGoElsewhere: true }],
    [429, { code: 'rate_limit_exceeded', message: 'x' }, { kind: 'busy', retryAfterMs: 7_000 }],
    [503, { message: 'overloaded' }, { kind: 'busy' }],
    [500, { message: 'oops' }, { kind: 'refused', failure: 'upstream_error', mayGoElsewhere: true }],
    [504, { message: 'a proxy gave up' }, { kind: 'unreadable' }],
    [200, { message: 'an error in spite of its status' }, { kind: 'refused' }],
  ])('%d %j means %j', (status, error, expected) => {
    expect(read(status, { error }, { 'retry-after': '7' })).toMatchObject(expected);
  });

  it('is a failure without a picture, and says nothing when a proxy broke it', () => {
    expect(read(200, { data: [] })).toMatchObject({ kind: 'failed', failure: 'upstream_error' });
    expect(read(502, '<html>')).toMatchObject({ kind: 'unreadable' });
  });
});

describe('pictures of OpenAI over a socket', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  it.each([
    ['new', []],
    ['edited', [{ role: 'reference_image', mediaType: 'image/png', bytes: PNG } as const]],
  ])('are %s', async (_name, inputs) => {
    const work = workOf(MODEL, imageRequest({ count: 2, inputs }));
    const { method, path, headers, body } = openaiImages.submit(work);
    const answer = await fetch(`${simulator.url}/openai/v1${path}`, {
      method,
      headers: { authorization: 'Bearer sk-any', [String(headers[0])]: String(headers[1]) },
      body: new Uint8Array(body ?? []),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(openaiImages.readSubmit(work, { status: answer.status, headers: {}, body: bytes })).toMatchObject({
      kind: 'succeeded',
      made: {
        outputs: [{ from: 'bytes' }, { from: 'bytes' }],
        measured: { usage: { imageOutputTokens: 2_112 }, pieces: [{ count: 2, size: '1024x1024' }] },
      },
    });
  });
});
