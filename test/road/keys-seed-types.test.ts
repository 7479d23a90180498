import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS } from '../support/call-paths.ts';
import { type KeyGateway, startKeyGateway } from '../support/road/key-gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

let gateway: KeyGateway;
let image: string;
beforeAll(async () => {
  gateway = await startKeyGateway();
  image = (await gateway.makeKey({ name: 'production-image', image_batch_group: 'images' })).key;
});
afterAll(() => gateway.close());

const IMAGE_TASK_PATHS = [
  ['POST', '/v1/images/tasks'],
  ['GET', '/v1/images/tasks'],
  ['GET', '/v1/images/tasks/task_1'],
  ['POST', '/v1/images/tasks/task_1/cancel'],
  ['GET', '/v1/images/tasks/events'],
] as const;

function ask(
  method: string,
  path: string,
  key: string,
  extra: Record<string, string> = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...extra };
  return fetch(gateway.url + path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) });
}

async function create(body: object): Promise<{ status: number; param: unknown; message: unknown }> {
  const answer = await gateway.manage<{ error?: Record<string, unknown> }>('POST', '/keys', {
    name: 'k',
    ...body,
  });
  return { status: answer.status, param: answer.body.error?.param, message: answer.body.error?.message };
}

describe('the bindings are mutually exclusive', () => {
  it('a general key is bound to a general group, an image key to an image batch group', async () => {
    const general = await gateway.manage('POST', '/keys', { name: 'production-text', group: 'default' });
    expect(general.body).toMatchObject({
      type: 'general',
      group_id: expect.stringMatching(/^grp_/),
      image_batch_group_id: null,
    });
    const made = await gateway.manage('POST', '/keys', {
      name: 'batch-image-jobs',
      image_batch_group: 'images',
    });
    expect(made.body).toMatchObject({
      type: 'image',
      group_id: null,
      image_batch_group_id: expect.stringMatching(/^ibg_/),
    });
  });

  it('either takes quota, rate limits and expiration; a general key custom value and addresses too', async () => {
    const options = {
      quota: '25',
      limits: { rpm: 60, tpm: 100_000, concurrency: 4, queue_limit: 2 },
      expires_at: '2099-01-01T00:00:00.000Z',
    };
    const text = { name: 'claude-code', group: 'default', ip_allow: ['10.0.0.0/8', '2001:db8::/32'] };
    const general = await gateway.manage('POST', '/keys', {
      ...text,
      ...options,
      value: 'my-own-key-of-2026',
    });
    expect(general).toMatchObject({ status: 201, body: { ...options, key: 'my-own-key-of-2026' } });
    expect(general.body.ip_allow).toEqual(text.ip_allow);
    const jobs = { name: 'jobs', image_batch_group: 'images' };
    const made = await gateway.manage('POST', '/keys', { ...jobs, ...options });
    expect(made).toMatchObject({ status: 201, body: { ...options, type: 'image' } });
  });

  it('neither both nor neither, with a sentence that says what to send', async () => {
    expect(await create({ group: 'default', image_batch_group: 'images' })).toMatchObject({
      status: 400,
      message: expect.stringContaining('never to both; send one of the two'),
    });
    expect(await create({})).toMatchObject({
      status: 400,
      param: 'group_id',
      message: expect.stringContaining(
        'send a group for a general key or an image batch group for an image key',
      ),
    });
  });

  it('no key changes its type afterwards', async () => {
    const { id } = await gateway.makeKey();
    const answer = await gateway.manage('PATCH', `/keys/${id}`, { image_batch_group: 'images' });
    expect([answer.status, answer.body]).toMatchObject([400, { error: { param: 'image_batch_group_id' } }]);
  });
});

describe('async image tasks with a general key', () => {
  it.each(IMAGE_TASK_PATHS)('%s %s says which key to create', async (method, path) => {
    const refusal = await readRefusal(await ask(method, path, gateway.key), 'tasks');
    expect(refusal).toMatchObject({
      status: 403,
      code: 'key_type_mismatch',
      message: expect.stringContaining('Create and use an image API key bound to an image batch group'),
    });
    const flat = await ask(method, path, gateway.key, { 'x-turnpike-error-format': 'flat' });
    expect(await readRefusal(flat, 'flat')).toMatchObject({ status: 403, message: refusal.message });
  });

  it.each(['openai', 'anthropic', 'gemini'])('whatever the group: %s', async (group) => {
    const { key } = await gateway.makeKey({ group });
    const refusal = await readRefusal(await ask('POST', '/v1/images/tasks', key), 'tasks');
    expect(refusal).toMatchObject({ status: 403, code: 'key_type_mismatch' });
  });

  it.each(IMAGE_TASK_PATHS)('%s %s is for image keys, and needs a key', async (method, path) => {
    const withImageKey = await ask(method, path, image);
    expect([401, 403]).not.toContain(withImageKey.status);
    await withImageKey.body?.cancel();
    expect((await ask(method, path, 'nobody-has-this-key')).status).toBe(401);
  });

  it('405 for a method that an address does not take', async () => {
    expect((await ask('DELETE', '/v1/images/tasks', image)).status).toBe(405);
    expect((await ask('GET', '/v1/images/tasks/task_1/cancel', image)).status).toBe(405);
  });
});

describe('text endpoints with an image key', () => {
  it.each(CALL_PATHS)('$path says to use a general API key', async (path) => {
    const { path: address, body } = path.ask();
    const headers = { 'x-api-key': image };
    const native = await readRefusal(await gateway.post(address, body, headers), path.format);
    expect(native).toMatchObject({
      status: 403,
      code: 'key_type_mismatch',
      message: expect.stringMatching(
        /Image API keys are only for async image tasks; create a general API key/,
      ),
    });
    const flat = { ...headers, 'x-turnpike-error-format': 'flat' };
    const refused = await readRefusal(await gateway.post(address, body, flat), 'flat');
    expect(refused).toMatchObject({ status: 403, message: native.message });
  });

  it.each(['/v1/models', '/v1/models/gpt-test'])('%s too', async (path) => {
    const refusal = await readRefusal(await ask('GET', path, image), 'openai');
    expect(refusal).toMatchObject({ status: 403, code: 'key_type_mismatch' });
  });

  it.each(['/v1/usage', '/v1/key'])('%s is open to it', async (path) => {
    expect((await ask('GET', path, image)).status).toBe(200);
  });
});

describe('synchronous image endpoints', () => {
  const IMAGES = ['/v1/images/generations', '/v1/images/edits'];
  const body = { model: 'gpt-image-1', prompt: 'a water bottle' };

  it.each(IMAGES)('%s is not for an image key', async (path) => {
    const answer = await gateway.post(path, body, { 'x-api-key': image });
    expect(await readRefusal(answer, 'openai')).toMatchObject({ status: 403, code: 'key_type_mismatch' });
  });

  it.each(IMAGES)('%s is not there for a group of another platform', async (path) => {
    for (const group of ['anthropic', 'gemini']) {
      const { key } = await gateway.makeKey({ group });
      const answer = await gateway.post(path, body, { 'x-api-key': key });
      expect([400, 403, 404], group).toContain(answer.status);
      expect((await readRefusal(answer, 'openai')).code).toBe('unsupported_platform');
    }
  });
});

describe('no image batch groups appear', () => {
  it('says that none is exposed, or that the account has no permission', async () => {
    const elsewhere = await gateway.manage<{ id: string }>('POST', '/organizations', { name: 'Elsewhere' });
    const groups = await gateway.manage<{ data: { id: string }[] }>('GET', '/image-batch-groups');
    const path = `/image-batch-groups/${groups.body.data[0]?.id}`;
    await gateway.manage('PATCH', path, { visible_to: [elsewhere.body.id] });
    expect(await create({ image_batch_group: 'images' })).toEqual({
      status: 400,
      param: 'image_batch_group',
      message:
        'image_batch_group: The administrator has not exposed an available image batch group, or your account does not have permission to use one.',
    });
    await gateway.manage('PATCH', path, { visible_to: null });
    expect((await create({ image_batch_group: 'images' })).status).toBe(201);
  });
});
