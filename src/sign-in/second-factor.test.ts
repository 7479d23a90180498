import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '../../test/support/sign-in/browser.ts';
import {
  PASSWORD,
  type SignInGateway,
  startSignInGateway,
} from '../../test/support/sign-in/sign-in-gateway.ts';
import { totpCode } from '../../test/support/sign-in/totp.ts';
import type { Engine } from '../db/index.ts';

describe.each<Engine>(['sqlite', 'postgres'])('a second factor (%s)', (engine) => {
  let world: SignInGateway;
  let email = '';
  let uri = '';
  let backupCodes: string[] = [];

  beforeAll(async () => {
    world = await startSignInGateway({}, engine);
  });
  afterAll(() => world.close());

  const passwordOnly = async (): Promise<Browser> => {
    const browser = world.browser();
    const answer = await browser.post('/api/auth/sign-in/email', { email, password: PASSWORD });
    expect(answer.json).toMatchObject({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
    return browser;
  };

  const statusOf = async (browser: Browser): Promise<number> => (await browser.get('/api/v1/me')).status;

  it('is switched on with the password and a first code', async () => {
    email = 'gil@example.com';
    const browser = await world.person(email);
    const wrong = await browser.post('/api/auth/two-factor/enable', { password: 'not the password' });
    expect(wrong.status).toBe(400);
    const enabled = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    uri = String(enabled.json.totpURI);
    backupCodes = enabled.json.backupCodes as string[];
    expect(uri).toMatch(/^otpauth:\/\/totp\/Turnpike/);
    expect(backupCodes).toHaveLength(10);
    const code = totpCode(uri, Date.now());
    expect((await browser.post('/api/auth/two-factor/verify-totp', { code })).status).toBe(200);
    expect(await statusOf(browser)).toBe(200);
  });

  it('is asked for after the password, which alone opens nothing', async () => {
    const browser = await passwordOnly();
    expect(await statusOf(browser)).toBe(401);
    const wrong = await browser.post('/api/auth/two-factor/verify-totp', { code: '000000' });
    expect([wrong.status, await statusOf(browser)]).toEqual([401, 401]);
    const code = totpCode(uri, Date.now());
    expect((await browser.post('/api/auth/two-factor/verify-totp', { code })).status).toBe(200);
    expect(await statusOf(browser)).toBe(200);
  });

  it('takes each backup code once', async () => {
    const code = backupCodes[0];
    const first = await passwordOnly();
    expect((await first.post('/api/auth/two-factor/verify-backup-code', { code })).status).toBe(200);
    expect(await statusOf(first)).toBe(200);
    const second = await passwordOnly();
    expect((await second.post('/api/auth/two-factor/verify-backup-code', { code })).status).toBe(401);
    expect(await statusOf(second)).toBe(401);
  });

  it('is guessed a few times at most', async () => {
    const statuses = new Set<number>();
    for (let round = 0; round < 3; round += 1) {
      const browser = await passwordOnly();
      for (let guess = 0; guess < 6; guess += 1) {
        statuses.add((await browser.post('/api/auth/two-factor/verify-totp', { code: '123456' })).status);
      }
    }
    expect(statuses).toContain(429);
    const browser = await passwordOnly();
    const code = totpCode(uri, Date.now());
    expect((await browser.post('/api/auth/two-factor/verify-totp', { code })).status).toBe(429);
  });

  it('is written down as a sign-in only once it was given', async () => {
    const query = '/audit?action=person.sign_in&limit=100';
    const { body } = await world.gateway.manage<{ data: { actor: string }[] }>('GET', query);
    // The sign-in of the account that was made, one with a code, one with a backup code.
    expect(body.data.filter(({ actor }) => actor === email)).toHaveLength(3);
    const enabled = await world.gateway.manage<{ data: unknown[] }>(
      'GET',
      '/audit?action=person.two_factor_enable',
    );
    expect(enabled.body.data).toHaveLength(1);
  });
});
