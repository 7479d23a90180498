import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  askWith,
  IMAGE_KEY,
  OTHER_IMAGE_KEY,
  type Shown,
  startTaskGateway,
  type TaskGateway,
} from '../support/tasks/task-gateway.ts';

const SEED = {
  model: 'gemini-2.5-flash-image',
  prompt: 'a clean studio product photo of a matte black water bottle',
  image_size: '1K',
  aspect_ratio: '1:1',
  n: 1,
};

let gateway: TaskGateway;
beforeAll(async () => {
  gateway = await startTaskGateway();
});
afterAll(() => gateway.close());

const made = async (fields: object = {}): Promise<Shown> =>
  (await gateway.image('POST', '/v1/images/tasks', { ...SEED, ...fields })).body;
const ended = async (id: string): Promise<Shown> =>
  (await gateway.image('GET', `/v1/images/tasks/${id}?wait=20`)).body;

describe('POST /v1/images/tasks, as seed 000 shows it', () => {
  it('202 with the task, where it is and when to ask again', async () => {
    const answer = await gateway.image('POST', '/v1/images/tasks', SEED);
    const { id } = answer.body;
    await ended(id);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/images/tasks/${id}`);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.body).toMatchObject({
      ...{ id: expect.stringMatching(/^task_/), task_id: id, object: 'image.task', status: 'queued' },
      ...{ model: SEED.model, n: 1, data: [], error: null, usage: null, cost: null },
    });
  });

  it.each([
    ['gemini-2.5-flash-image', { image_size: '1K' }, '0.04'],
    ['gemini-3.1-flash-image', { image_size: '2K', n: 2 }, '0.12'],
    ['gpt-image-2', { image_size: undefined, aspect_ratio: undefined, size: '1024x1024', n: 2 }, '0.08'],
  ])('%s makes %j for %s USD', async (model, fields, cost) => {
    const before = await gateway.wallet();
    const task = await ended((await made({ model, ...fields })).id);
    expect(task).toMatchObject({ status: 'succeeded', error: null, cost, usage: { cost } });
    const data = task.data as { url: string }[];
    expect(data).toHaveLength(task.n as number);
    for (const { url } of data) {
      const file = await fetch(url);
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
    const after = await gateway.wallet();
    expect(Number(after.spent) - Number(before.spent)).toBeCloseTo(Number(cost), 9);
    expect(after.held).toBe('0');
    const [row] = await gateway.requests();
    expect(row).toMatchObject({
      operation: 'images.tasks',
      model,
      state: 'settled',
      charge: { amount: cost },
    });
  });

  it('gives the pictures themselves where b64_json is asked for', async () => {
    const task = await ended((await made({ response_format: 'b64_json' })).id);
    const [first] = task.data as { b64_json: string }[];
    expect(
      Buffer.from(first?.b64_json ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it.each([
    ['model', { model: 'banana' }, 404, 'IMAGE_TASK_UNSUPPORTED_MODEL'],
    ['prompt', { prompt: ' ' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['n', { n: 0 }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['n', { n: 11 }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['image_size', { image_size: '8K' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['image_size', { image_size: '4K' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['aspect_ratio', { aspect_ratio: '1:99' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['stream', { stream: true }, 400, 'IMAGE_TASK_UNSUPPORTED_FEATURE'],
    ['callback_url', { callback_url: 'ftp://somewhere' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['image', { image: 'http://127.0.0.1:1/picture.png' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['image', { image: 'data:image/png;base64,bm90IGEgcGljdHVyZQ==' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['image', { image: { file_id: 'x' } }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['max_credits', { max_credits: '0.01' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
    ['colour', { colour: 'red' }, 400, 'IMAGE_TASK_INVALID_REQUEST'],
  ])('refuses a bad %s before anything is held: %j', async (param, fields, status, reason) => {
    const answer = await gateway.image('POST', '/v1/images/tasks', { ...SEED, ...fields });
    expect([answer.status, answer.body]).toMatchObject([status, { error: { reason } }]);
    const { error } = answer.body as unknown as { error: { param: string } };
    expect(error.param.startsWith(param)).toBe(true);
    expect((await gateway.wallet()).held).toBe('0');
  });

  it('fails without a charge where the model will not draw', async () => {
    const task = await ended((await made({ prompt: 'forbidden things' })).id);
    expect(task).toMatchObject({
      ...{ status: 'failed', data: [], cost: '0' },
      error: { code: 'content_policy', reason: 'IMAGE_TASK_CONTENT_POLICY' },
    });
    expect((await gateway.wallet()).held).toBe('0');
  });
});

describe('a task', () => {
  it('is nobody else’s: 404 for another key of the same group', async () => {
    const { id } = await made();
    const stranger = askWith(gateway, OTHER_IMAGE_KEY);
    for (const [method, path] of [
      ['GET', `/v1/images/tasks/${id}`],
      ['POST', `/v1/images/tasks/${id}/cancel`],
    ] as const) {
      const answer = await stranger(method, path);
      expect([answer.status, answer.body]).toMatchObject([404, { error: { code: 'task_not_found' } }]);
    }
    const listed = await stranger('GET', '/v1/images/tasks');
    expect(listed.body.data).toEqual([]);
  });

  it('is listed to its key, newest first, page by page and by status', async () => {
    const ids = [(await made()).id, (await made()).id];
    await Promise.all(ids.map(ended));
    const page = await gateway.image('GET', '/v1/images/tasks?limit=1');
    expect(page.body).toMatchObject({ object: 'list', has_more: true, data: [{ id: ids[1] }] });
    const next = await gateway.image('GET', `/v1/images/tasks?limit=1&after=${ids[1]}`);
    expect(next.body.data).toMatchObject([{ id: ids[0] }]);
    const queued = await gateway.image('GET', '/v1/images/tasks?status=queued');
    expect(queued.body.data).toEqual([]);
    const bad = await gateway.image('GET', '/v1/images/tasks?status=done');
    expect([bad.status, bad.body]).toMatchObject([400, { error: { param: 'status' } }]);
  });

  it('that is over cannot be canceled: 409', async () => {
    const { id } = await made();
    await ended(id);
    const answer = await gateway.image('POST', `/v1/images/tasks/${id}/cancel`);
    expect([answer.status, answer.body]).toMatchObject([
      409,
      { error: { code: 'conflict', reason: 'IMAGE_TASK_CONFLICT' } },
    ]);
  });

  it('happens once under an Idempotency-Key', async () => {
    const once = { 'idempotency-key': 'the-same' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => gateway.image('POST', '/v1/images/tasks', SEED, once)),
    );
    const first = answers.find(({ status }) => status === 202);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    await ended(first?.body.id ?? '');
    const again = await gateway.image('POST', '/v1/images/tasks', SEED, once);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([202, first?.body]);
    const other = await gateway.image('POST', '/v1/images/tasks', { ...SEED, n: 2 }, once);
    expect([other.status, other.body]).toMatchObject([422, { error: { code: 'idempotency_conflict' } }]);
  });
});

it('keeps serving what was made to a key without money', async () => {
  const { id } = await made();
  await ended(id);
  const keys = await gateway.manage<{ data: { id: string; name: string }[] }>('GET', '/keys');
  const key = keys.body.data.find(({ name }) => name === 'image');
  await gateway.manage('PATCH', `/keys/${key?.id}`, { quota: '0.000001' });
  const refused = await gateway.image('POST', '/v1/images/tasks', SEED);
  expect([refused.status, refused.body]).toMatchObject([402, { error: { code: 'key_quota_exceeded' } }]);
  expect(await ended(id)).toMatchObject({ id, status: 'succeeded' });
  expect((await askWith(gateway, IMAGE_KEY)('GET', '/v1/images/tasks')).status).toBe(200);
  await gateway.manage('PATCH', `/keys/${key?.id}`, { quota: null });
});
