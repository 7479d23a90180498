import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld, MANAGEMENT_KEY } from './testing/api-world.ts';

let world: ApiWorld;

beforeAll(async () => {
  world = await createApiWorld();
});

afterAll(() => world.close());

const KEYS = '/api/v1/keys';
const GROUP = { name: 'g', platforms: ['openai'] };

describe('authentication', () => {
  it.each([
    ['nothing', null, 'missing_api_key'],
    ['a wrong key', 'Bearer the-management-key-of-the-tests!', 'invalid_api_key'],
    ['the beginning of a key', 'Bearer the-management-key', 'invalid_api_key'],
    ['another scheme', `Basic ${MANAGEMENT_KEY}`, 'invalid_api_key'],
    ['an empty key', 'Bearer ', 'invalid_api_key'],
  ])('401 for %s', async (_, authorization, code) => {
    const answer = await world.call('GET', KEYS, undefined, { authorization });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toEqual({
      error: { message: expect.any(String), type: 'gateway_error', code },
    });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
  });

  it('401 comes before 404, so that paths cannot be found out', async () => {
    expect((await world.call('GET', '/api/v1/nowhere', undefined, { authorization: null })).status).toBe(401);
  });

  it('200 for each of the management keys', async () => {
    for (const key of [MANAGEMENT_KEY, 'another-management-key']) {
      const answer = await world.call('GET', KEYS, undefined, { authorization: `bearer ${key}` });
      expect(answer.status).toBe(200);
    }
  });
});

describe('every answer', () => {
  it('404 for a path that is not there', async () => {
    for (const path of ['/api/v1/nowhere', '/nowhere']) {
      const answer = await world.call('GET', path);
      expect([answer.status, answer.field('error.code')]).toEqual([404, 'not_found']);
      expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
    }
  });

  it('405 for a method that a path does not take, saying which it takes', async () => {
    const answer = await world.call('PUT', KEYS, {});
    expect([answer.status, answer.field('error.code')]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
  });

  it('400 for what is not JSON, without repeating it', async () => {
    const answer = await world.call('POST', KEYS, '{"value": "canary');
    expect([answer.status, answer.field('error.code')]).toEqual([400, 'invalid_json']);
    expect(answer.text).not.toContain('canary');
  });

  it('400 for JSON that is no object, and for no body', async () => {
    expect((await world.call('POST', KEYS, '[]')).field('error.code')).toBe('invalid_request');
    const empty = await world.call('POST', KEYS);
    expect([empty.status, empty.field('error.param')]).toEqual([400, 'name']);
  });

  it('415 for another media type, and for none', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', null]) {
      const answer = await world.call('POST', KEYS, '{}', { 'content-type': type });
      expect([answer.status, answer.field('error.code')]).toEqual([415, 'unsupported_media_type']);
    }
  });

  it('413 for more than a megabyte', async () => {
    const answer = await world.call('POST', KEYS, { name: 'x'.repeat(1_048_577) });
    expect([answer.status, answer.field('error.code')]).toEqual([413, 'request_too_large']);
  });

  it('500 for a fault of the gateway tells the caller nothing and the operator everything', async () => {
    const secret = new Error('the database said something');
    const broken = await createApiWorld();
    broken.applied.fail = secret;
    const answer = await broken.call('POST', '/api/v1/apply', 'groups: []', {
      'content-type': 'application/yaml',
    });
    expect([answer.status, answer.field('error.code')]).toEqual([500, 'internal_error']);
    expect(answer.text).not.toContain('database');
    expect(broken.failures).toEqual([secret]);
    await broken.close();
  });
});

describe('Idempotency-Key', () => {
  it('201 twice with one creation, for the same request', async () => {
    const headers = { 'idempotency-key': 'same' };
    const first = await world.call('POST', '/api/v1/groups', GROUP, headers);
    const second = await world.call('POST', '/api/v1/groups', GROUP, headers);
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('x-request-id')).toMatch(/^req_/);
    const listed = await world.call('GET', '/api/v1/groups');
    expect(listed.field('data.1')).toBeUndefined();
  });

  it('409 again for a refusal that came first', async () => {
    const headers = { 'idempotency-key': 'refused' };
    const first = await world.call('POST', '/api/v1/groups', GROUP, headers);
    const second = await world.call('POST', '/api/v1/groups', GROUP, headers);
    expect([first.status, second.status]).toEqual([409, 409]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });

  it('422 for a different request', async () => {
    const headers = { 'idempotency-key': 'different' };
    await world.call('POST', '/api/v1/groups', { ...GROUP, name: 'd1' }, headers);
    const answer = await world.call('POST', '/api/v1/groups', { ...GROUP, name: 'd2' }, headers);
    expect([answer.status, answer.field('error.code')]).toEqual([422, 'idempotency_conflict']);
  });

  it('409 while the first request is not answered, and one of two at once happens', async () => {
    const headers = { 'idempotency-key': 'at-once' };
    const both = await Promise.all([
      world.call('POST', '/api/v1/wallet/credit', { amount: '1' }, headers),
      world.call('POST', '/api/v1/wallet/credit', { amount: '1' }, headers),
    ]);
    const statuses = both.map((answer) => answer.status).sort();
    expect([
      [200, 200],
      [200, 409],
    ]).toContainEqual(statuses);
    expect((await world.call('GET', '/api/v1/wallet')).field('granted')).toBe('1');
  });

  it('201 anew for another credential, another path and after a day', async () => {
    const headers = { 'idempotency-key': 'kept' };
    const create = (name: string, extra: Record<string, string> = {}) =>
      world.call('POST', '/api/v1/groups', { ...GROUP, name }, { ...headers, ...extra });
    expect((await create('k1')).status).toBe(201);
    expect((await create('k2', { authorization: 'Bearer another-management-key' })).status).toBe(201);
    const project = await world.call('POST', '/api/v1/projects', { name: 'k3' }, headers);
    expect(project.status).toBe(201);
    world.time.ms += 86_400_001;
    expect((await create('k4')).status).toBe(201);
  });

  it('400 for a key that is empty or too long', async () => {
    const headers = { 'idempotency-key': 'x'.repeat(256) };
    const answer = await world.call('POST', '/api/v1/groups', GROUP, headers);
    expect([answer.status, answer.field('error.param')]).toEqual([400, 'Idempotency-Key']);
  });
});

describe('GET /openapi.json', () => {
  it('200 without a credential, with every path and no path that is not there', async () => {
    const answer = await world.call('GET', '/openapi.json', undefined, { authorization: null });
    expect(answer.status).toBe(200);
    expect(answer.field('openapi')).toBe('3.1.0');
    const paths = Object.keys(Object(answer.field('paths')));
    expect(paths).toContain('/api/v1/keys/{id}/reveal');
    expect(paths).toContain('/api/v1/models/{name}');
    const routed = world.app.routes
      .filter((route) => route.method !== 'ALL' && route.path.startsWith('/api/'))
      .map((route) => route.path.replaceAll(/:(\w+)/g, '{$1}'));
    // Stripe calls its own address, in its own words and with its own signature; nobody else has a use for it.
    const documented = routed.filter((path) => path !== '/api/v1/payments/stripe/webhook');
    expect(new Set(paths)).toEqual(new Set(documented));
  });

  it('says of every operation how to prove who calls, and what it takes', async () => {
    const answer = await world.call('GET', '/openapi.json', undefined, { authorization: null });
    const schemes = Object.keys(Object(answer.field('components.securitySchemes')));
    expect(schemes).toEqual(expect.arrayContaining(['managementKey', 'session']));
    const operations = Object.values(Object(answer.field('paths'))).flatMap((path) =>
      Object.values(Object(path)).map((operation) => Object(operation)),
    );
    expect(operations.length).toBeGreaterThan(40);
    for (const operation of operations) {
      const used = Object(operation.security).flatMap((way: object) => Object.keys(way));
      expect(used.length > 0 && used.every((way: string) => schemes.includes(way))).toBe(true);
      expect(operation['x-turnpike-rule']).toHaveProperty('permission');
    }
  });
});
