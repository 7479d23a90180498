import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { createScene, type Scene } from '../testing/scene.ts';

const ENDPOINTS = '/api/v1/webhook-endpoints';
const DELIVERIES = '/api/v1/webhook-deliveries';
const URL_OF_NOBODY = 'https://192.0.2.1/hook';

let world: ApiWorld;
let scene: Scene;

beforeAll(async () => {
  world = await createApiWorld();
  scene = await createScene(world);
});
afterAll(() => world.close());

const asAdmin = (method: string, path: string, body?: unknown) =>
  world.call(method, path, body, scene.people.admin.headers);

async function makeEndpoint(fields: object = {}) {
  const made = await asAdmin('POST', ENDPOINTS, { url: URL_OF_NOBODY, ...fields });
  expect([made.status, made.text]).toEqual([201, expect.anything()]);
  return made;
}

describe('a webhook endpoint', () => {
  it('201 in the default project, with its secret for those who may see it alone', async () => {
    const made = await makeEndpoint();
    expect(JSON.parse(made.text)).toMatchObject({
      ...{ object: 'webhook_endpoint', organization_id: scene.organizationId, project_id: scene.projectId },
      ...{ url: URL_OF_NOBODY, event_types: [], status: 'active', disabled_reason: null },
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    });
    const path = `${ENDPOINTS}/${made.field('id')}`;
    const seen = await world.call('GET', path, undefined, scene.people.member.headers);
    expect([seen.status, seen.field('secret')]).toEqual([200, undefined]);
    expect((await asAdmin('GET', path)).field('secret')).toBe(made.field('secret'));
    expect((await asAdmin('GET', ENDPOINTS)).text).not.toContain('whsec_');
  });

  it.each([
    [{}, 'url'],
    [{ url: 'http://example.com/hook' }, 'url'],
    [{ url: 'https://127.0.0.1/hook' }, 'url'],
    [{ url: 'https://169.254.169.254/latest' }, 'url'],
    [{ url: URL_OF_NOBODY, event_types: ['task.exploded'] }, 'event_types.0'],
    [{ url: URL_OF_NOBODY, project: 'nowhere' }, 'project'],
    [{ url: URL_OF_NOBODY, project_id: 'proj_1' }, 'project_id'],
    [{ url: URL_OF_NOBODY, color: 'red' }, 'color'],
  ])('400 for %j naming %s', async (body, param) => {
    const refused = await asAdmin('POST', ENDPOINTS, body);
    expect([refused.status, refused.field('error.param')]).toEqual([400, param]);
  });

  it('is changed, disabled and enabled, and keeps what is left out', async () => {
    const path = `${ENDPOINTS}/${(await makeEndpoint({ event_types: ['task.failed'] })).field('id')}`;
    const disabled = await asAdmin('PATCH', path, { status: 'disabled' });
    expect([disabled.field('status'), disabled.field('event_types')]).toEqual(['disabled', ['task.failed']]);
    const refused = await asAdmin('PATCH', path, { url: 'https://localhost/hook' });
    expect([refused.status, refused.field('error.param')]).toEqual([400, 'url']);
    expect((await asAdmin('POST', `${path}/test`)).status).toBe(409);
    expect((await asAdmin('PATCH', path, { status: 'active' })).field('url')).toBe(URL_OF_NOBODY);
  });

  it('gets another secret, and says until when the old one signs too', async () => {
    const made = await makeEndpoint();
    const path = `${ENDPOINTS}/${made.field('id')}/rotate-secret`;
    const rotated = await asAdmin('POST', path, { overlap_s: 60 });
    expect(rotated.field('secret')).not.toBe(made.field('secret'));
    expect(rotated.field('old_secret_until')).toBe(new Date(world.time.ms + 60_000).toISOString());
    const refused = await asAdmin('POST', path, { overlap_s: -1 });
    expect([refused.status, refused.field('error.param')]).toEqual([400, 'overlap_s']);
  });

  it('409 for more of them than a project may have', async () => {
    const { headers } = (await createScene(world)).people.owner;
    const create = () => world.call('POST', ENDPOINTS, { url: URL_OF_NOBODY }, headers);
    for (let count = 0; count < 20; count += 1) {
      expect((await create()).status).toBe(201);
    }
    expect((await create()).status).toBe(409);
  });
});

describe('a delivery', () => {
  it('is listed by what it is filtered by, and shown with what is sent', async () => {
    const endpoint = await makeEndpoint();
    const id = endpoint.field('id');
    const sent = await asAdmin('POST', `${ENDPOINTS}/${id}/test`);
    expect([sent.status, sent.field('status'), sent.field('event_type')]).toEqual([
      200,
      'pending',
      'endpoint.test',
    ]);
    const listed = async (query: string) =>
      (await asAdmin('GET', `${DELIVERIES}?${query}`)).field('data') as { id: string }[];
    const own = { id: sent.field('id') };
    expect(await listed(`endpoint_id=${id}`)).toMatchObject([own]);
    expect(await listed(`endpoint_id=${id}&status=pending&event_type=endpoint.test`)).toMatchObject([own]);
    expect(await listed(`endpoint_id=${id}&status=failed`)).toEqual([]);
    expect(await listed('task_id=task_1')).toEqual([]);
    const details = await asAdmin('GET', `${DELIVERIES}/${sent.field('id')}`);
    const body = JSON.parse(String(details.field('body')));
    expect([details.field('tries'), body.type, body.data]).toEqual([
      [],
      'endpoint.test',
      { endpoint_id: id },
    ]);
  });

  it('comes in parts', async () => {
    const id = (await makeEndpoint()).field('id');
    for (let count = 0; count < 3; count += 1) {
      world.time.ms += 1;
      await asAdmin('POST', `${ENDPOINTS}/${id}/test`);
    }
    const path = `${DELIVERIES}?endpoint_id=${id}&limit=2`;
    const first = await asAdmin('GET', path);
    expect([first.field('has_more'), (first.field('data') as []).length]).toEqual([true, 2]);
    const rest = await asAdmin('GET', `${path}&cursor=${first.field('next_cursor')}`);
    expect([rest.field('has_more'), (rest.field('data') as []).length]).toEqual([false, 1]);
    const refused = await asAdmin('GET', `${DELIVERIES}?cursor=elsewhere`);
    expect([refused.status, refused.field('error.param')]).toEqual([400, 'cursor']);
  });

  it('is canceled with its endpoint, and not delivered again then', async () => {
    const id = (await makeEndpoint()).field('id');
    const sent = await asAdmin('POST', `${ENDPOINTS}/${id}/test`);
    await asAdmin('DELETE', `${ENDPOINTS}/${id}`);
    const path = `${DELIVERIES}/${sent.field('id')}`;
    expect((await asAdmin('GET', path)).field('status')).toBe('canceled');
    expect((await asAdmin('POST', `${path}/redeliver`)).status).toBe(409);
  });
});
