import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../test/support/sign-in/authenticator.ts';
import { type SignInGateway, startSignInGateway } from '../../test/support/sign-in/sign-in-gateway.ts';

let world: SignInGateway;

beforeAll(async () => {
  world = await startSignInGateway();
});
afterAll(() => world.close());

describe('passkeys', () => {
  it('are registered by who is signed in, and by nobody else', async () => {
    const browser = await world.person('hal@example.com');
    const options = await browser.get('/api/auth/passkey/generate-register-options');
    expect(options.json).toMatchObject({
      rp: { id: '127.0.0.1', name: 'Turnpike' },
      user: { name: 'hal@example.com' },
    });
    expect((await browser.get('/api/auth/passkey/list-user-passkeys')).text).toBe('[]');
    expect((await world.browser().get('/api/auth/passkey/generate-register-options')).status).toBe(401);
    expect((await world.browser().get('/api/auth/passkey/list-user-passkeys')).status).toBe(401);
  });

  it('sign a person in, once for each challenge, and only who holds the key', async () => {
    const browser = await world.person('ida@example.com');
    const device = createAuthenticator(world.gateway.url);
    const making = await browser.get('/api/auth/passkey/generate-register-options');
    const made = await browser.post('/api/auth/passkey/verify-registration', {
      response: device.register(String(making.json.challenge)),
      name: 'laptop',
    });
    expect(made.status, made.text).toBe(200);
    expect((await browser.get('/api/auth/passkey/list-user-passkeys')).text).toContain('laptop');

    const elsewhere = world.browser();
    const asked = await elsewhere.get('/api/auth/passkey/generate-authenticate-options');
    const response = device.sign(String(asked.json.challenge));
    const forged = { ...response, response: { ...response.response, signature: 'MEUCIQ' } };
    const refused = await elsewhere.post('/api/auth/passkey/verify-authentication', { response: forged });
    expect([refused.status >= 400, refused.status < 500], refused.text).toEqual([true, true]);

    const again = await elsewhere.get('/api/auth/passkey/generate-authenticate-options');
    const signed = { response: device.sign(String(again.json.challenge)) };
    const entered = await elsewhere.post('/api/auth/passkey/verify-authentication', signed);
    expect(entered.status, entered.text).toBe(200);
    expect((await elsewhere.get('/api/v1/me')).json).toMatchObject({ email: 'ida@example.com' });

    const thief = world.browser();
    expect((await thief.post('/api/auth/passkey/verify-authentication', signed)).status).toBeGreaterThan(399);
    expect(thief.cookie()).not.toContain('session_token');
  });

  it('are asked for by anybody, and refused when they are unknown', async () => {
    const browser = world.browser();
    const options = await browser.get('/api/auth/passkey/generate-authenticate-options');
    expect(options.json).toMatchObject({ rpId: '127.0.0.1' });
    const response = { id: 'x', rawId: 'x', type: 'public-key', response: {}, clientExtensionResults: {} };
    const refused = await browser.post('/api/auth/passkey/verify-authentication', { response });
    expect([refused.status >= 400, refused.status < 500]).toEqual([true, true]);
    expect(browser.cookie()).not.toContain('session_token');
  });
});
