import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
