import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS } from '../support/call-paths.ts';
import { type KeyGateway, startKeyGateway } from '../support/road/key-gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

const INSIDE = '203.0.113.9';
const OUTSIDE = '198.51.100.1';

describe('F33: behind a proxy that is trusted', () => {
  let gateway: KeyGateway;
  beforeAll(async () => {
    gateway = await startKeyGateway();
  });
  afterAll(() => gateway.close());

  it('every path refuses a stranger, and names neither the address nor the list', async () => {
    const { key } = await gateway.makeKey({ ip_allow: ['203.0.113.0/24'], ip_deny: ['203.0.113.66'] });
    const headers = (from: string) => ({ 'x-api-key': key, 'x-forwarded-for': from });
    for (const path of CALL_PATHS) {
      const { path: address, body } = path.ask();
      const response = await gateway.post(address, body, headers(OUTSIDE));
      const refusal = await readRefusal(response, path.format);
      expect(refusal, address).toMatchObject({ status: 403, code: 'ip_not_allowed' });
      expect(refusal.message).not.toMatch(/\d+\.\d+/);
      const served = await gateway.post(address, body, headers(INSIDE));
      await served.arrayBuffer();
      expect(served.status, address).toBe(200);
    }
    for (const path of ['/v1/models', '/v1/usage', '/v1/key']) {
      expect((await gateway.get(path, headers(OUTSIDE))).status, path).toBe(403);
      expect((await gateway.get(path, headers(INSIDE))).status, path).toBe(200);
    }
  });

  it.each([
    ['the leftmost address is the client’s own word', `${INSIDE}, ${OUTSIDE}`, 403],
    ['the last address counts', `${OUTSIDE}, ${INSIDE}`, 200],
    ['proxies of ours are walked through', `${INSIDE}, 127.0.0.2, 127.0.0.3`, 200],
    ['garbage stops the walk at what is known', `${INSIDE}, nonsense`, 403],
    ['deny wins over allow', '203.0.113.66', 403],
    ['IPv4 in IPv6 notation is IPv4', `::ffff:${INSIDE}`, 200],
    ['another family is not in the list', '2001:db8::1', 403],
  ])('%s', async (_, forwarded, status) => {
    const { key } = await gateway.makeKey({ ip_allow: ['203.0.113.0/24'], ip_deny: ['203.0.113.66'] });
    expect((await gateway.ask(key, { 'x-forwarded-for': forwarded })).status).toBe(status);
  });

  it('a network of IPv6', async () => {
    const { key } = await gateway.makeKey({ ip_allow: ['2001:db8::/32'] });
    expect((await gateway.ask(key, { 'x-forwarded-for': '2001:db8:7::1' })).status).toBe(200);
    expect((await gateway.ask(key, { 'x-forwarded-for': '2001:db9::1' })).status).toBe(403);
  });

  it('a project narrows its keys, and neither list widens the other', async () => {
    const project = { name: 'Inside', ip_allow: ['203.0.113.0/24'] };
    await gateway.manage('POST', '/projects', project);
    const { key } = await gateway.makeKey({ project: 'Inside', ip_allow: ['0.0.0.0/0'] });
    expect((await gateway.ask(key, { 'x-forwarded-for': INSIDE })).status).toBe(200);
    expect((await gateway.ask(key, { 'x-forwarded-for': OUTSIDE })).status).toBe(403);
  });

  it('unknown keys are counted by the client, not by the proxy', async () => {
    const unknown = (from: string) =>
      gateway.ask(`nobody-has-this-key-${Math.random()}`.replace('.', '-'), { 'x-forwarded-for': from });
    const flood = await Promise.all(Array.from({ length: 80 }, () => unknown('192.0.2.1')));
    expect(flood.some(({ status }) => status === 429)).toBe(true);
    expect((await unknown('192.0.2.2')).status).toBe(401);
  });
});

describe('F33: where no proxy is trusted', () => {
  let gateway: KeyGateway;
  beforeAll(async () => {
    gateway = await startKeyGateway({ TRUSTED_PROXIES: '192.0.2.0/24' });
  });
  afterAll(() => gateway.close());

  it('the header of whoever asks is not believed', async () => {
    const { key } = await gateway.makeKey({ ip_allow: ['203.0.113.0/24'] });
    expect((await gateway.ask(key, { 'x-forwarded-for': INSIDE })).status).toBe(403);
    const local = await gateway.makeKey({ ip_allow: ['127.0.0.1', '::1'] });
    expect((await gateway.ask(local.key, { 'x-forwarded-for': OUTSIDE })).status).toBe(200);
  });
});
