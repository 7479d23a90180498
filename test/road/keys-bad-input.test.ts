import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyGateway, type MadeKey, startKeyGateway } from '../support/road/key-gateway.ts';

const IN_USE = 'a-custom-key-that-is-in-use';
const LONG = 'x'.repeat(201);

let gateway: KeyGateway;
let existing: MadeKey;
/** A group that another organization alone may see. */
let theirs: string;

beforeAll(async () => {
  gateway = await startKeyGateway();
  existing = await gateway.makeKey({ name: 'existing', value: IN_USE, quota: '5' });
  const { body: other } = await gateway.manage<{ id: string }>('POST', '/organizations', { name: 'Others' });
  const hidden = { name: 'theirs', platforms: ['openai'], visible_to: [other.id] };
  theirs = (await gateway.manage<{ id: string }>('POST', '/groups', hidden)).body.id;
});
afterAll(() => gateway.close());

interface Answer {
  readonly error: { readonly param: string; readonly code: string; readonly type: string };
}

/** Everything that a body could have changed. */
async function everything(): Promise<string> {
  const paths = ['/keys?limit=100', '/projects', '/management-keys', '/invitations', '/groups'];
  const bodies = await Promise.all(paths.map(async (path) => (await gateway.manage('GET', path)).body));
  return JSON.stringify(bodies);
}

async function expectBadField(method: string, path: string, body: object, param: string): Promise<void> {
  const before = await everything();
  const answer = await gateway.manage<Answer>(method, path, body);
  expect([answer.status, answer.body.error]).toMatchObject([
    400,
    { param, code: 'invalid_request', type: 'gateway_error' },
  ]);
  expect(await everything()).toBe(before);
}

const FIELDS: readonly [string, object, string][] = [
  ['an overlong name', { name: LONG }, 'name'],
  ['a negative quota', { quota: '-0.000000001' }, 'quota'],
  ['a quota that is a number', { quota: 5 }, 'quota'],
  ['an expiry in the past', { expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
  ['an expiry that is no time', { expires_at: 'next year' }, 'expires_at'],
  ['a malformed network', { ip_allow: ['10.0.0.0/8', '10.0.0.0/33'] }, 'ip_allow.1'],
  ['a malformed IPv6 network', { ip_deny: ['2001:db8::/129'] }, 'ip_deny.0'],
  ['an address that is none', { ip_deny: ['10.0.0.256'] }, 'ip_deny.0'],
  ['an unknown model', { models: ['gpt-test', 'gpt-tset'] }, 'models.1'],
  ['an unknown default model', { default_model: 'gpt-tset' }, 'default_model'],
  ['an unknown group', { group: 'nowhere' }, 'group'],
  ['a group id that nothing has', { group_id: 'grp_01m7ynowhere' }, 'group_id'],
  ['a group that is not yours, by its name', { group: 'theirs' }, 'group'],
  ['both bindings', { group: 'default', image_batch_group: 'images' }, 'image_batch_group_id'],
  ['an unknown image batch group', { image_batch_group: 'nowhere' }, 'image_batch_group'],
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['an unknown field inside', { limits: { rpm: 5, rps: 5 } }, 'limits.rps'],
  ['a limit of nothing', { limits: { tpm: 0 } }, 'limits.tpm'],
  ['a negative spend window', { spend_windows: { '7d': '-1' } }, 'spend_windows.7d'],
  ['a rule that is none', { iam_rules: [{ type: 'allow_models', values: ['a b'] }] }, 'iam_rules.0.values.0'],
  ['a rule of an unknown type', { iam_rules: [{ type: 'allow', values: ['*'] }] }, 'iam_rules.0.type'],
];

describe('a new key with', () => {
  it.each(FIELDS)('%s is refused by the name of the field', async (_, fields, param) => {
    const isBound = Object.keys(fields).some((name) => name.includes('group'));
    await expectBadField(
      'POST',
      '/keys',
      { name: 'k', ...(isBound ? {} : { group: 'default' }), ...fields },
      param,
    );
  });

  it.each([
    ['a custom key of 15 characters', { value: '123456789012345' }, 'value'],
    ['a custom key that is in use', { value: IN_USE }, 'value'],
    ['a custom key with a space', { value: '1234567890123456 ' }, 'value'],
    ['an unknown project', { project: 'nowhere' }, 'project'],
  ])('%s', async (_, fields, param) => {
    await expectBadField('POST', '/keys', { name: 'k', group: 'default', ...fields }, param);
  });

  it('a group that is not yours, by its id', async () => {
    await expectBadField('POST', '/keys', { name: 'k', group_id: theirs }, 'group_id');
  });

  it('no binding, and no name', async () => {
    await expectBadField('POST', '/keys', { name: 'k' }, 'group_id');
    await expectBadField('POST', '/keys', { group: 'default' }, 'name');
  });
});

describe('a change of a key to', () => {
  it.each(FIELDS)('%s is refused by the name of the field', async (_, fields, param) => {
    await expectBadField('PATCH', `/keys/${existing.id}`, { quota: '7', ...fields }, param);
  });

  it('another string is refused, and a rotation to one in use', async () => {
    await expectBadField('PATCH', `/keys/${existing.id}`, { value: 'another-custom-key' }, 'value');
    const { id } = await gateway.makeKey();
    await expectBadField('POST', `/keys/${id}/rotate`, { value: IN_USE }, 'value');
    await expectBadField('POST', `/keys/${id}/rotate`, { overlap_s: -1 }, 'overlap_s');
    await expectBadField('POST', `/keys/${id}/rotate`, { overlap_s: 31 * 86_400 }, 'overlap_s');
  });
});

describe('projects, management keys and invitations', () => {
  it.each<[string, object, string]>([
    ['/projects', { name: LONG }, 'name'],
    ['/projects', { name: 'p', mode: 'free' }, 'mode'],
    ['/projects', { name: 'p', monthly_budget: '-1' }, 'monthly_budget'],
    ['/projects', { name: 'p', ip_allow: ['10.0.0.0/x'] }, 'ip_allow.0'],
    ['/projects', { name: 'p', iam_rules: [{ type: 'allow_models', values: [] }] }, 'iam_rules.0.values'],
    ['/projects', { name: 'p', default_group: 'theirs' }, 'default_group'],
    ['/projects', { name: 'p', colour: 'red' }, 'colour'],
    ['/management-keys', { name: LONG, scopes: ['keys:read'] }, 'name'],
    ['/management-keys', { name: 'm', scopes: ['keys:everything'] }, 'scopes.0'],
    [
      '/management-keys',
      { name: 'm', scopes: ['keys:read'], expires_at: '2020-01-01T00:00:00Z' },
      'expires_at',
    ],
    ['/invitations', { email: 'nobody' }, 'email'],
    ['/invitations', { email: 'a@example.com', role: 'king' }, 'role'],
    ['/groups', { name: LONG, platforms: ['openai'] }, 'name'],
    ['/groups', { name: 'g', platforms: ['openai'], visible_to: ['org_nobody'] }, 'visible_to.0'],
    ['/image-batch-groups', { name: 'i', visible_to: ['org_nobody'] }, 'visible_to.0'],
  ])('POST %s %j is refused by the name of the field', async (path, body, param) => {
    await expectBadField('POST', path, body, param);
  });
});
