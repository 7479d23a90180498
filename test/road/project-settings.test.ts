import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let project: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  const { body } = await gateway.manage<{ data: { id: string }[] }>('GET', '/projects');
  project = `/projects/${body.data[0]?.id}`;
});

afterAll(() => gateway.close());

const NOTHING = { iam_rules: [], ip_allow: [], ip_deny: [], monthly_budget: null, error_format: 'native' };

afterEach(() => gateway.manage('PATCH', project, NOTHING));

async function ask(): Promise<[number, string | undefined]> {
  const response = await gateway.post('/v1/chat/completions', {
    model: 'gpt-test',
    messages: [{ role: 'user', content: 'repeat:3 hello' }],
  });
  const body = (await response.json()) as { error?: { code?: string } | true };
  return [response.status, typeof body.error === 'object' ? body.error.code : undefined];
}

describe('the settings of a project hold for its keys as soon as a change is answered', () => {
  it.each([
    ['an address that is denied', { ip_deny: ['127.0.0.0/8', '::1'] }, [403, 'ip_not_allowed']],
    ['an address that is not allowed', { ip_allow: ['10.0.0.0/8'] }, [403, 'ip_not_allowed']],
    [
      'a model that a rule denies',
      { iam_rules: [{ type: 'deny_models', values: ['gpt-*'] }] },
      [403, 'iam_denied'],
    ],
    ['a month without a budget', { monthly_budget: '0' }, [402, 'project_budget_exceeded']],
  ])('%s', async (_, settings, refused) => {
    expect(await ask()).toEqual([200, undefined]);
    expect((await gateway.manage('PATCH', project, settings)).status).toBe(200);
    expect(await ask()).toEqual(refused);
    expect((await gateway.manage('PATCH', project, NOTHING)).status).toBe(200);
    expect(await ask()).toEqual([200, undefined]);
  });
});

describe('a management key over a connection', () => {
  it('does what its scopes say, is recorded with its address, and stops at once', async () => {
    const made = await gateway.manage<{ id: string; key: string }>('POST', '/management-keys', {
      ...{ name: 'ci', scopes: ['projects:write'] },
    });
    expect(made.status).toBe(201);
    const patch = () =>
      fetch(`${gateway.url}/api/v1${project}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${made.body.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ error_format: 'flat' }),
      });
    expect((await patch()).status).toBe(200);
    const { body } = await gateway.manage<{ data: object[] }>('GET', '/audit?limit=1');
    expect(body.data[0]).toMatchObject({
      action: 'project.update',
      actor: expect.stringMatching(/^ci \(mk-tp-…\w{4}\)$/),
      actor_kind: 'management-key',
      actor_id: made.body.id,
      address: '127.0.0.1',
      before: { error_format: 'native' },
      after: { error_format: 'flat' },
    });
    await gateway.manage('DELETE', `/management-keys/${made.body.id}`);
    expect((await patch()).status).toBe(401);
  });
});
