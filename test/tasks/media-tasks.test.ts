import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Shown, startTaskGateway, type TaskGateway } from '../support/tasks/task-gateway.ts';

const FILM = {
  model: 'seedance-2',
  prompt: 'A cinematic product launch video with smooth camera motion',
};

let gateway: TaskGateway;
beforeAll(async () => {
  gateway = await startTaskGateway();
});
afterAll(() => gateway.close());
beforeEach(() =>
  gateway.simulator.planJobs({ queue_ms: 0, run_ms: 0, outcome: 'succeeded', unseen_polls: 0 }),
);

const ended = async (id: string): Promise<Shown> =>
  (await gateway.general('GET', `/v1/tasks/${id}?wait=30`)).body;

describe('POST /v1/videos, as seed 004 shows it', () => {
  it('answers with the task, its members first and in this order', async () => {
    const answer = await gateway.post('/v1/videos', FILM);
    const text = await answer.text();
    const { id } = JSON.parse(text) as Shown;
    expect(answer.status).toBe(202);
    expect(
      text.startsWith(`{"task_id":"${id}","id":"${id}","object":"gateway.video.task","status":"pending"`),
    ).toBe(true);
    const task = await ended(id);
    expect(task).toMatchObject({ status: 'succeeded', object: 'gateway.video.task', cost: '0.1' });
    const [url] = task.output_urls as string[];
    const file = await fetch(url ?? '');
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(await gateway.wallet()).toMatchObject({ held: '0' });
  });

  it.each([
    ['by the second and the resolution', { seconds: 10, resolution: '1080p' }, '0.5'],
    ['by pixels, and seconds as text', { seconds: '2', size: '1280x720' }, '0.04'],
  ])('is priced %s', async (_how, fields, cost) => {
    const { body } = await gateway.general('POST', '/v1/videos', { ...FILM, ...fields });
    expect(body.estimate).toBe(cost);
    expect(await ended(body.id)).toMatchObject({ status: 'succeeded', cost });
  });

  it('gives everything back where the upstream fails, and says why in words of ours', async () => {
    const before = await gateway.wallet();
    gateway.simulator.planJobs({ outcome: 'filtered' });
    const { body } = await gateway.general('POST', '/v1/videos', FILM);
    const task = await ended(body.id);
    expect(task).toMatchObject({ status: 'failed', cost: '0', error: { code: 'content_policy' } });
    expect(await gateway.wallet()).toEqual(before);
  });

  it('goes through queued and running, and nothing of a poll that finds nothing ends it', async () => {
    gateway.simulator.planJobs({ queue_ms: 1_000, run_ms: 1_500, unseen_polls: 1 });
    const { body } = await gateway.general('POST', '/v1/videos', FILM);
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const { status } = (await gateway.general('GET', `/v1/tasks/${body.id}`)).body;
          seen.add(status);
          return status;
        },
        { timeout: 15_000, interval: 100 },
      )
      .toBe('succeeded');
    expect([...seen]).toEqual(expect.arrayContaining(['running', 'succeeded']));
    expect(gateway.simulator.jobs().filter(({ prompt }) => prompt === FILM.prompt).length).toBeGreaterThan(0);
  });

  it('takes a form with a file, as OpenAI’s clients send it', async () => {
    const form = new FormData();
    form.set('model', 'sora-2');
    form.set('prompt', 'a cat');
    form.set('seconds', '4');
    const answer = await fetch(`${gateway.url}/v1/videos`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.key}` },
      body: form,
    });
    const { id } = (await answer.json()) as Shown;
    expect(answer.status).toBe(202);
    expect(await ended(id)).toMatchObject({ status: 'succeeded', cost: '0.4' });
  });

  it.each([
    ['model', { model: 'nobody-has-it' }, 404],
    ['model', { model: 'music-2.6' }, 404],
    ['prompt', { prompt: '' }, 400],
    ['seconds', { seconds: 0 }, 400],
    ['seconds', { seconds: 60 }, 400],
    ['size', { size: 'large' }, 400],
    ['n', { n: 99 }, 400],
    ['image', { image: 'https://127.0.0.1/x.png' }, 400],
    ['image', { image: 'data:image/png;base64,iVBORw0KGgo=', mode: 'text-to-video' }, 400],
    ['callback_url', { callback_url: 'http://10.0.0.1/hook' }, 400],
    ['fps', { fps: 60 }, 400],
    ['max_credits', { max_credits: '0.05' }, 400],
  ])('refuses a bad %s before anything is held: %j', async (param, fields, status) => {
    const answer = await gateway.general('POST', '/v1/videos', { ...FILM, ...fields });
    expect([answer.status, answer.body]).toMatchObject([status, { error: { type: 'gateway_error', param } }]);
    expect((await gateway.wallet()).held).toBe('0');
  });
});

it('sings: POST /v1/music/generations', async () => {
  const asked = { model: 'music-2.6', prompt: 'a slow waltz', lyrics: 'la la la' };
  const { status, body } = await gateway.general('POST', '/v1/music/generations', asked);
  expect([status, body.object]).toEqual([202, 'gateway.music.task']);
  expect(await ended(body.id)).toMatchObject({ status: 'succeeded', cost: '0.15' });
});

describe('POST /v1/images/generations', () => {
  const IMAGE = { model: 'gpt-image-2', prompt: 'a tree' };

  it.each([
    ['async: true', { async: true }, {}],
    ['Prefer: respond-async', {}, { prefer: 'respond-async' }],
  ])('makes a task for %s', async (_name, fields, headers) => {
    const { status, body } = await gateway.general(
      'POST',
      '/v1/images/generations',
      { ...IMAGE, ...fields },
      headers,
    );
    expect([status, body]).toMatchObject([202, { object: 'gateway.image.task', status: 'pending' }]);
    expect(await ended(body.id)).toMatchObject({ status: 'succeeded', cost: '0.05' });
  });

  it('answers at once to everybody else', async () => {
    const { status, body } = await gateway.general('POST', '/v1/images/generations', IMAGE);
    expect([status, body]).toMatchObject([200, { data: [{ b64_json: expect.any(String) }] }]);
  });
});

describe('a task of a general key', () => {
  it('is listed, canceled while it waits with everything given back, and removed when it is over', async () => {
    const before = await gateway.wallet();
    gateway.simulator.planJobs({ queue_ms: 60_000 });
    const { body } = await gateway.general('POST', '/v1/videos', FILM);
    await expect
      .poll(async () => (await gateway.general('GET', `/v1/tasks/${body.id}`)).body.status)
      .toBe('queued');
    expect((await gateway.wallet()).held).toBe('0.1');
    const early = await gateway.general('DELETE', `/v1/tasks/${body.id}`);
    expect(early.status).toBe(409);
    const canceled = await gateway.general('POST', `/v1/tasks/${body.id}/cancel`);
    expect(canceled.status).toBe(202);
    expect(await ended(body.id)).toMatchObject({ status: 'canceled', cost: '0' });
    expect(await gateway.wallet()).toEqual(before);
    const again = await gateway.general('POST', `/v1/tasks/${body.id}/cancel`);
    expect(again.status).toBe(409);
    const listed = await gateway.general('GET', '/v1/tasks?status=canceled');
    expect(listed.body.data).toMatchObject([{ id: body.id }]);
    expect((await gateway.general('DELETE', `/v1/tasks/${body.id}`)).body).toMatchObject({ deleted: true });
    expect((await gateway.general('GET', `/v1/tasks/${body.id}`)).status).toBe(404);
  });

  it('costs what the estimate said', async () => {
    const asked = { modality: 'video', model: 'seedance-2', duration: 4, resolution: '480p' };
    const { status, body } = await gateway.general('POST', '/v1/credits/estimate', asked);
    expect([status, body]).toMatchObject([200, { estimate: '0.04', sufficient: true }]);
    const made = await gateway.general('POST', '/v1/videos', { ...FILM, seconds: 4, resolution: '480p' });
    expect(await ended(made.body.id)).toMatchObject({ cost: '0.04' });
  });

  it('is refused where the wallet has not enough', async () => {
    const asked = { model: 'veo-3.1', prompt: 'a storm', seconds: 8, n: 4 };
    const { status, body } = await gateway.general('POST', '/v1/videos', asked);
    expect([status, body]).toMatchObject([402, { error: { code: 'insufficient_credits' } }]);
  });
});
