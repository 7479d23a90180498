import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  firstToken,
  PASSWORD,
  type SignInGateway,
  startSignInGateway,
} from '../../test/support/sign-in/sign-in-gateway.ts';
import type { Engine } from '../db/index.ts';

describe.each<Engine>(['sqlite', 'postgres'])('sign-in (%s)', (engine) => {
  let world: SignInGateway;
  beforeAll(async () => {
    world = await startSignInGateway({}, engine);
  });
  afterAll(() => world.close());

  const me = async (browser: ReturnType<SignInGateway['browser']>) => (await browser.get('/api/v1/me')).json;

  it('makes the first operator by a link that works once', async () => {
    const operator = await world.firstOperator();
    expect(await me(operator)).toMatchObject({
      kind: 'operator',
      email: 'root@example.com',
      organizations: [{ name: 'Default', role: 'owner' }],
    });
    const again = {
      token: firstToken(world.gateway.messages),
      email: 'x@example.com',
      name: 'X',
      password: PASSWORD,
    };
    const refused = await world.browser().post('/api/auth/first-operator', again);
    expect([refused.status, refused.json.error?.code]).toEqual([403, 'management_forbidden']);
  });

  it('makes an account with an organization, once the address is confirmed', async () => {
    const browser = world.browser();
    const body = { email: 'Ann@example.com', name: 'Ann', password: PASSWORD };
    const made = await browser.post('/api/auth/sign-up/email', body);
    expect(made.status).toBe(200);
    const early = await browser.post('/api/auth/sign-in/email', { email: body.email, password: PASSWORD });
    expect([early.status, early.json.code]).toEqual([403, 'EMAIL_NOT_VERIFIED']);
    const { link, subject } = await world.mail.next('ann@example.com');
    expect(subject).toBe('Confirm your address');
    expect(link.startsWith(`${world.gateway.url}/api/auth/verify-email?`)).toBe(true);
    const verified = await browser.get(link);
    expect([verified.status, verified.headers.get('location')]).toEqual([302, '/console/sign-in/verified']);
    const signedIn = await browser.post('/api/auth/sign-in/email', {
      email: 'ann@EXAMPLE.com',
      password: PASSWORD,
    });
    expect(signedIn.status).toBe(200);
    expect(await me(browser)).toMatchObject({
      kind: 'person',
      email: 'ann@example.com',
      organizations: [{ name: 'Ann', role: 'owner' }],
    });
  });

  it('lists the sessions of a person and ends one at once', async () => {
    const first = await world.person('bea@example.com');
    const second = world.browser();
    await second.post('/api/auth/sign-in/email', { email: 'bea@example.com', password: PASSWORD });
    const { data } = (await first.get('/api/v1/me/sessions')).json as { data: Record<string, unknown>[] };
    expect(data.map(({ is_current }) => is_current)).toEqual([false, true]);
    expect(data[0]).toMatchObject({ object: 'session', address: '127.0.0.1' });
    expect(JSON.stringify(data)).not.toContain('token');
    expect((await second.get('/api/v1/me')).status).toBe(200);
    expect((await first.remove(`/api/v1/me/sessions/${data[0]?.id}`)).status).toBe(200);
    expect((await second.get('/api/v1/me')).status).toBe(401);
    expect((await first.remove(`/api/v1/me/sessions/${data[0]?.id}`)).status).toBe(404);
    await first.post('/api/auth/sign-out');
    expect((await first.get('/api/v1/me')).status).toBe(401);
  });

  it('gives a new password by a link that works once, and ends every session', async () => {
    const browser = await world.person('cid@example.com');
    const asked = await browser.post('/api/auth/request-password-reset', { email: 'cid@example.com' });
    const { link } = await world.mail.next('cid@example.com');
    const unknown = await browser.post('/api/auth/request-password-reset', { email: 'nobody@example.com' });
    expect([asked.status, asked.text]).toEqual([unknown.status, unknown.text]);
    const token = link.split('#')[1] ?? '';
    const newPassword = 'another horse entirely';
    const reset = () => browser.post('/api/auth/reset-password', { token, newPassword });
    expect((await reset()).status).toBe(200);
    expect((await reset()).status).toBe(400);
    expect((await browser.get('/api/v1/me')).status).toBe(401);
    const signIn = (password: string) =>
      browser.post('/api/auth/sign-in/email', { email: 'cid@example.com', password });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn(newPassword)).status).toBe(200);
  });

  it('writes down who signed in, and from where', async () => {
    const { body } = await world.gateway.manage<{ data: unknown[] }>('GET', '/audit?action=person.sign_in');
    expect(body.data).toContainEqual(
      expect.objectContaining({ actor: 'ann@example.com', actor_kind: 'person', address: '127.0.0.1' }),
    );
  });
});
