import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../../simulator/simulator.ts';
import { answerOf, imageRequest, workOf } from '../testing/works.ts';
import { geminiImages } from './adapter.ts';

const FIRST = 'gemini-2.5-flash-image';
const LATER = 'gemini-3.1-flash-image';

describe('the plan of pictures of Gemini', () => {
  it.each([
    [FIRST, {}, '1K'],
    [FIRST, { size: '1536x1024' }, '1K'],
    [LATER, { sizeClass: '2K', aspectRatio: '16:9' }, '2K'],
    [LATER, { size: '4096x4096' }, '4K'],
  ])('%s %j draws the class %s', (model, asked, size) => {
    const plan = geminiImages.plan(model, imageRequest({ ...asked, count: 2 }));
    expect(plan).toMatchObject({ piecesCeiling: [{ kind: 'image', count: 2, size }], callsEach: true });
  });

  it.each([
    [FIRST, { sizeClass: '2K' }, 'image_size'],
    [FIRST, { size: '4096x4096' }, 'size'],
    [LATER, { sizeClass: '8K' }, 'image_size'],
    [LATER, { size: '100x999' }, 'size'],
    [LATER, { aspectRatio: '7:5' }, 'aspect_ratio'],
    [LATER, { background: 'transparent' }, 'background'],
    [LATER, { inputs: [{ role: 'mask', mediaType: 'image/png', bytes: Buffer.alloc(1) } as const] }, 'mask'],
  ])('%s refuses %j, naming %s', (model, asked, param) => {
    expect(() => geminiImages.plan(model, imageRequest(asked))).toThrow(expect.objectContaining({ param }));
  });

  it('says the size to models that know several', () => {
    const config = (model: string) => {
      const { body } = geminiImages.submit(workOf(model, imageRequest({ aspectRatio: '16:9' })));
      return JSON.parse(String(body)).generationConfig.imageConfig;
    };
    expect(config(FIRST)).toEqual({ aspectRatio: '16:9' });
    expect(config(LATER)).toEqual({ aspectRatio: '16:9', imageSize: '1K' });
  });
});

describe('what Gemini answers', () => {
  const read = (status: number, body: unknown) =>
    geminiImages.readSubmit(workOf(LATER, imageRequest()), answerOf(status, body));

  it.each<[string, number, unknown, object]>([
    [
      'a finish for safety',
      200,
      { candidates: [{ finishReason: 'IMAGE_SAFETY' }] },
      { kind: 'failed', failure: 'content_policy' },
    ],
    [
      'a blocked prompt',
      200,
      { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } },
      { kind: 'failed', failure: 'content_policy' },
    ],
    [
      'words instead of a picture',
      200,
      { candidates: [{ content: { parts: [{ text: 'No' }] }, finishReason: 'STOP' }] },
      { kind: 'failed', failure: 'upstream_error' },
    ],
    ['no JSON', 200, 'not json', { kind: 'unreadable' }],
    [
      'a bad argument',
      400,
      { error: { code: 400, message: 'bad', status: 'INVALID_ARGUMENT' } },
      { kind: 'refused', failure: 'invalid_input' },
    ],
    ['no place', 429, { error: { code: 429, message: 'x', status: 'RESOURCE_EXHAUSTED' } }, { kind: 'busy' }],
    [
      'a key that is not valid',
      400,
      { error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } },
      { kind: 'refused', mayGoElsewhere: true },
    ],
  ])('%s', (_name, status, body, expected) => {
    expect(read(status, body)).toMatchObject(expected);
  });
});

describe('pictures of Gemini over a socket', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  it.each([
    ['a bottle', { kind: 'succeeded', made: { outputs: [{ mediaType: 'image/png' }] } }],
    ['something forbidden', { kind: 'failed', failure: 'content_policy' }],
  ])('%s', async (prompt, expected) => {
    const work = workOf(LATER, imageRequest({ prompt }));
    const { path, body } = geminiImages.submit(work);
    const answer = await fetch(`${simulator.url}/gemini${path}`, {
      method: 'POST',
      headers: { 'x-goog-api-key': 'any', 'content-type': 'application/json' },
      body: new Uint8Array(body ?? []),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(geminiImages.readSubmit(work, { status: answer.status, headers: {}, body: bytes })).toMatchObject(
      expected,
    );
  });
});
