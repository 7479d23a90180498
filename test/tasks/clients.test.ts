import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTaskGateway, type TaskGateway } from '../support/tasks/task-gateway.ts';

let gateway: TaskGateway;
beforeAll(async () => {
  gateway = await startTaskGateway();
});
afterAll(() => gateway.close());

describe('openai’s videos', () => {
  it('creates, retrieves, lists, downloads and deletes', async () => {
    const { videos } = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1` });
    const created = await videos.create({ model: 'sora-2', prompt: 'a cat on a wall', seconds: '4' });
    await expect
      .poll(async () => (await videos.retrieve(created.id)).status, { timeout: 10_000, interval: 200 })
      .toBe('completed');
    expect(await videos.retrieve(created.id)).toMatchObject({
      ...{ id: created.id, object: 'video', model: 'sora-2', progress: 100, prompt: 'a cat on a wall' },
      ...{ seconds: '4', error: null, created_at: expect.any(Number), completed_at: expect.any(Number) },
    });
    const listed = await videos.list({ limit: 1 });
    expect(listed.data.map(({ id }) => id)).toEqual([created.id]);
    const content = await videos.downloadContent(created.id);
    expect(content.headers.get('content-type')).toBe('video/mp4');
    expect((await content.arrayBuffer()).byteLength).toBeGreaterThan(0);
    expect(await videos.delete(created.id)).toEqual({
      ...{ id: created.id, object: 'video.deleted', deleted: true },
    });
    await expect(videos.retrieve(created.id)).rejects.toMatchObject({ status: 404 });
  });

  it('say no as OpenAI’s errors', async () => {
    const { videos } = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1` });
    await expect(videos.create({ model: 'nobody' as 'sora-2', prompt: 'x' })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });
});

it('an operation by the address of Gemini’s API', async () => {
  const key = { authorization: '', 'x-goog-api-key': gateway.key };
  const asked = { instances: [{ prompt: 'a calm sea' }], parameters: { durationSeconds: 4 } };
  const path = '/v1beta/models/veo-3.1:predictLongRunning';
  const { name } = (await gateway.general('POST', path, asked, key)).body as unknown as { name: string };
  expect(name).toMatch(/^models\/veo-3\.1\/operations\/task_/);
  const read = async () => (await gateway.general('GET', `/v1beta/${name}`, undefined, key)).body;
  await expect.poll(read, { timeout: 10_000 }).toMatchObject({
    name,
    done: true,
    response: { generateVideoResponse: { generatedSamples: [{ video: { uri: expect.any(String) } }] } },
  });
  const bad = await gateway.general('POST', path, { instances: [] }, key);
  expect([bad.status, bad.body]).toMatchObject([400, { error: { status: 'INVALID_ARGUMENT' } }]);
});

it('@google/genai’s generateVideos and its operations', async () => {
  const client = new GoogleGenAI({
    apiKey: gateway.key,
    vertexai: true,
    httpOptions: { baseUrl: gateway.url },
  });
  let operation = await client.models.generateVideos({
    model: 'veo-3.1',
    prompt: 'a storm over a lake',
    config: { numberOfVideos: 1, durationSeconds: 8, aspectRatio: '16:9' },
  });
  expect(operation.done).toBeFalsy();
  await expect
    .poll(
      async () => {
        operation = await client.operations.getVideosOperation({ operation });
        return operation.done;
      },
      { timeout: 10_000, interval: 200 },
    )
    .toBe(true);
  const uri = operation.response?.generatedVideos?.[0]?.video?.uri ?? '';
  const film = await fetch(uri);
  expect([film.status, film.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  const [row] = await gateway.requests();
  expect(row).toMatchObject({ operation: 'videos', model: 'veo-3.1', charge: { amount: '3.2' } });
});
