import { toFile } from 'openai';
import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../simulator/media/picture.ts';
import { collect } from '../clients/collect.ts';
import { MEDIA_PRICES } from '../support/media-config.ts';
import { useMediaGateway } from './media-gateway.ts';

const media = useMediaGateway();
const PRICE = MEDIA_PRICES['gpt-image-test'];

/** What the simulator's bill of tokens comes to at the price of the model, in nano-dollars. */
function billed(): number {
  const { tokens } = media.gateway().simulator.bill().total;
  return (
    tokens.input * PRICE.input +
    tokens.image_input * PRICE.image_input +
    tokens.image_output * PRICE.image_output
  );
}

describe('images of the OpenAI SDK', () => {
  it('are generated, and charged by the tokens the upstream counts', async () => {
    const answer = await media.sdk().images.generate({ model: 'gpt-image-test', prompt: 'a red boat', n: 2 });
    expect(
      answer.data?.map(({ b64_json }) =>
        Buffer.from(b64_json ?? '', 'base64')
          .subarray(1, 4)
          .toString(),
      ),
    ).toEqual(['PNG', 'PNG']);
    expect(answer.usage).toMatchObject({ output_tokens: 2_112, cost: billed() / 1e9 });
    const row = await media.row();
    expect(row).toMatchObject({
      operation: 'images.generations',
      state: 'settled',
      usage_source: 'upstream',
      usage: { input_tokens: 3, image_output_tokens: 2_112, output_tokens: 0 },
      pieces: [{ kind: 'image', count: 2, size: '1024x1024' }],
    });
    expect(Math.round(Number(row.charge.amount) * 1e9)).toBe(billed());
  });

  it('arrive in a stream, partial ones first', async () => {
    const events = await collect(
      await media.sdk().images.generate({
        model: 'gpt-image-test',
        prompt: 'a blue boat',
        stream: true,
        partial_images: 2,
      }),
    );
    expect(events.map(({ type }) => type)).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    expect(events.at(-1)).toMatchObject({ usage: { output_tokens: 1_256, cost: expect.any(Number) } });
    expect(await media.chargedNano()).toBe(billed());
  });

  it('are edited from files, which reach the upstream as they are but for the model', async () => {
    const image = await toFile(Buffer.from('<svg/>'), 'source.svg', { type: 'image/svg+xml' });
    await media.sdk().images.edit({ model: 'dall-e-test', prompt: 'green', image, size: '1024x1024' });
    const [request] = media.gateway().simulator.requests();
    const parts = (request?.body ?? '').split('\r\n');
    expect(parts).toEqual(expect.arrayContaining(['dall-e-3', '<svg/>', 'green']));
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(await media.row()).toMatchObject({
      operation: 'images.edits',
      pieces: [{ kind: 'image', count: 1, size: '1024x1024' }],
      charge: { amount: '0.04' },
    });
  });

  it('are edited in a stream', async () => {
    const image = await toFile(pictureOf('a source'), 'source.png', { type: 'image/png' });
    const events = await collect(
      await media
        .sdk()
        .images.edit({ model: 'gpt-image-test', prompt: 'greener', image: [image, image], stream: true }),
    );
    expect(events.map(({ type }) => type)).toEqual(['image_edit.completed']);
    expect(await media.chargedNano()).toBe(billed());
  });

  it('are edited from addresses in JSON', async () => {
    const answer = await media.gateway().post('/images/edits', {
      model: 'gpt-image-test',
      prompt: 'bluer',
      images: [{ image_url: 'https://pictures.example/one.png' }],
    });
    expect(answer.status).toBe(200);
    expect(await media.chargedNano()).toBe(billed());
  });
});

describe('images on a Gemini model', () => {
  const GEMINI = { model: 'gemini-image-test', prompt: 'a yellow boat' };

  it('are drawn by generateContent, and charged by its image tokens and the picture', async () => {
    const answer = await media
      .sdk()
      .images.generate({ ...GEMINI, size: '1536x1024', quality: 'high' })
      .withResponse();
    expect(answer.data.data?.map(({ b64_json }) => b64_json?.slice(0, 8))).toEqual(['iVBORw0K']);
    expect(answer.data).toMatchObject({ output_format: 'png', usage: { output_tokens: 1_290 } });
    expect(answer.response.headers.get('x-turnpike-channel')).toBe('sim-gemini');
    expect(answer.response.headers.get('x-turnpike-dropped')).toBe('quality');
    const [request] = media.gateway().simulator.requests();
    expect(request?.path).toBe('/gemini/v1beta/models/gemini-image-test:generateContent');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'a yellow boat' }] }],
      generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '3:2' } },
    });
    const row = await media.row();
    expect(row).toMatchObject({
      route: 'openai-images→gemini',
      usage: { image_output_tokens: 1_290 },
      pieces: [{ count: 1, size: '1K' }],
    });
    // 4 tokens of input at 0.3, 1,290 of a picture at 30, and the picture itself.
    expect(Math.round(Number(row.charge.amount) * 1e9)).toBe(4 * 300 + 1_290 * 30_000 + 1_000_000);
  });

  it('come as the last event of a stream', async () => {
    const events = await collect(await media.sdk().images.generate({ ...GEMINI, stream: true }));
    expect(events).toMatchObject([
      { type: 'image_generation.completed', usage: { cost: expect.any(Number) } },
    ]);
  });

  it('are edited from files', async () => {
    const image = await toFile(pictureOf('a source'), 'source.png', { type: 'image/png' });
    await media.sdk().images.edit({ ...GEMINI, image });
    const body = JSON.parse(media.gateway().simulator.requests()[0]?.body ?? '');
    expect(body.contents[0].parts[1].inlineData).toEqual({
      mimeType: 'image/png',
      data: pictureOf('a source').toString('base64'),
    });
  });

  it.each([
    ['n', { n: 2 }],
    ['response_format', { response_format: 'url' }],
    ['mask', { mask: 'x' }],
    ['images[0]', { images: [{ image_url: 'https://pictures.example/one.png' }] }],
    ['background', { background: 'transparent' }],
  ])('are refused by name where Gemini cannot: %s', async (param, more) => {
    const answer = await media.gateway().post('/v1/images/edits', { ...GEMINI, ...more });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { param } });
  });

  it('are a 400 where the model will not draw', async () => {
    const answer = await media
      .gateway()
      .post('/v1/images/generations', { ...GEMINI, prompt: 'forbidden things' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { param: 'prompt', message: expect.stringContaining('IMAGE_SAFETY') },
    });
    expect(await media.row()).toMatchObject({ state: 'failed', charge: { amount: '0' } });
  });

  it('are not translated where the group does not translate, nor served by who draws nothing', async () => {
    const ask = (key: string, model: string): Promise<Response> =>
      media
        .gateway()
        .post('/v1/images/generations', { model, prompt: 'x' }, { authorization: `Bearer ${key}` });
    const strict = await ask('strict-key-0123456789abcdef', 'gemini-image-test');
    const claude = await ask('claude-key-0123456789abcdef', 'claude-test');
    expect([strict.status, claude.status]).toEqual([404, 404]);
    expect(await strict.json()).toMatchObject({ error: { code: 'unsupported_platform' } });
    expect(await claude.json()).toMatchObject({ error: { code: 'unsupported_platform' } });
  });
});

describe('bad requests for images', () => {
  const ask = (
    body: unknown,
    headers: Record<string, string> = {},
    path = '/v1/images/generations',
  ): Promise<Response> =>
    media.gateway().post(path, body, { authorization: `Bearer ${media.gateway().key}`, ...headers });
  const GOOD = { model: 'gpt-image-test', prompt: 'x' };

  it.each([
    ['prompt', { model: 'gpt-image-test' }],
    ['n', { ...GOOD, n: 0 }],
    ['size', { ...GOOD, size: 7 }],
    ['partial_images', { ...GOOD, partial_images: 4 }],
    ['stream', { ...GOOD, stream: 'yes' }],
  ])('name the field: %s', async (param, body) => {
    const answer = await ask(body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { param } }]);
  });

  it.each([
    ['async', { async: true }, {}],
    ['callback_url', { callback_url: 'https://hook.example' }, {}],
    ['Prefer', {}, { prefer: 'wait=5, respond-async' }],
  ])('name what asks for a task where edits answer at once: %s', async (param, fields, headers) => {
    const body = { ...GOOD, ...fields, images: [{ image_url: 'data:image/png;base64,AAAA' }] };
    const answer = await ask(body, headers, '/v1/images/edits');
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { param } }]);
  });

  it('refuse a model without a price for pictures or tokens', async () => {
    const answer = await ask({ model: 'whisper-test', prompt: 'x' });
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'model_not_found' } }]);
  });
});

describe('a client that leaves', () => {
  it('pays for the picture that is drawn for nobody', async () => {
    media.gateway().simulator.setPace({ first_chunk_ms: 2_000 });
    const leaving = new AbortController();
    const asked = media
      .sdk()
      .images.generate({ model: 'dall-e-test', prompt: 'x', size: '1024x1024' }, { signal: leaving.signal });
    await expect.poll(() => media.gateway().simulator.bill().total.media.images).toBe(1);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    expect(await media.row()).toMatchObject({
      status: 499,
      usage_source: 'estimated',
      client_gone: true,
      charge: { amount: '0.04' },
    });
    expect(await media.gateway().wallet()).toMatchObject({ held: '0' });
  });
});
