import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mp3Of, wavOf } from '../media/sound.ts';
import { type Simulator, startSimulator } from '../simulator.ts';
import { dataLines, post } from '../test-client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ port: 0 });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

/** Sends a form as OpenAI's clients do. */
function postForm(path: string, fields: Readonly<Record<string, string | Buffer>>): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    body.append(name, typeof value === 'string' ? value : new Blob([Uint8Array.from(value)]));
  }
  return fetch(simulator.url + path, { method: 'POST', headers: { authorization: 'Bearer sk-test' }, body });
}

describe('pictures', () => {
  it('are the same for equal requests, and count tokens or pictures', async () => {
    const ask = { model: 'gpt-image-1', prompt: 'a boat', n: 2 };
    const [one, other] = await Promise.all([
      post(simulator, '/openai/v1/images/generations', ask),
      post(simulator, '/openai/v1/images/generations', ask),
    ]);
    // The second in which they were made is all that may differ.
    const [first, second] = [await one.json(), await other.json()] as [object, object];
    expect({ ...first, created: 0 }).toEqual({ ...second, created: 0 });
    const dalle = await post(simulator, '/openai/v1/images/generations', { ...ask, model: 'dall-e-3', n: 1 });
    expect(await dalle.json()).toMatchObject({ data: [{ url: expect.any(String) }] });
    const models = simulator.bill().credentials['sk-test']?.models;
    expect(models?.['gpt-image-1']).toMatchObject({
      tokens: { image_output: 4 * 1_056 },
      media: { images: 4 },
    });
    expect(models?.['dall-e-3']).toMatchObject({ tokens: { image_output: 0 }, media: { images: 1 } });
  });

  it('stream, and are refused without a prompt or a source', async () => {
    const ask = { model: 'gpt-image-1', prompt: 'a boat', stream: true, partial_images: 1 };
    const stream = await post(simulator, '/openai/v1/images/generations', ask);
    expect(dataLines(await stream.text())).toMatchObject([
      { type: 'image_generation.partial_image' },
      { type: 'image_generation.completed', usage: { output_tokens: 1_156 } },
    ]);
    const none = await post(simulator, '/openai/v1/images/generations', { model: 'gpt-image-1' });
    const unsourced = await postForm('/openai/v1/images/edits', { model: 'gpt-image-1', prompt: 'x' });
    expect([none.status, unsourced.status]).toEqual([400, 400]);
  });
});

describe('sound', () => {
  it('is spoken and told', async () => {
    const spoken = await post(simulator, '/openai/v1/audio/speech', { model: 'tts-1', input: 'hello' });
    expect(Buffer.from(await spoken.arrayBuffer())).toEqual(mp3Of('hello'));
    const told = await postForm('/openai/v1/audio/transcriptions', { model: 'whisper-1', file: wavOf(2.5) });
    expect(await told.json()).toMatchObject({ usage: { type: 'duration', seconds: 3 } });
    expect(simulator.bill().total.media).toEqual({ images: 0, seconds: 3, characters: 5, songs: 0 });
  });

  it('of other models counts tokens', async () => {
    const told = await postForm('/openai/v1/audio/transcriptions', {
      model: 'gpt-4o-transcribe',
      file: wavOf(2),
    });
    expect(await told.json()).toMatchObject({
      usage: { type: 'tokens', input_token_details: { audio_tokens: 20 } },
    });
    expect(simulator.bill().total).toMatchObject({ tokens: { audio_input: 20 }, media: { seconds: 0 } });
  });
});
