import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from '../../test/support/sign-in/browser.ts';
import {
  type Claims,
  type OidcIssuer,
  oidcSettings,
  startOidcIssuer,
} from '../../test/support/sign-in/oidc-issuer.ts';
import {
  PASSWORD,
  type SignInGateway,
  startSignInGateway,
} from '../../test/support/sign-in/sign-in-gateway.ts';

let issuer: OidcIssuer;
let world: SignInGateway;

beforeAll(async () => {
  issuer = await startOidcIssuer();
  issuer.isUp = false;
  world = await startSignInGateway({ ...oidcSettings(issuer), TURNPIKE_SIGN_UP: 'invitation' });
});
afterAll(async () => {
  await world.close();
  await issuer.close();
});
beforeEach(() => {
  issuer.isHonest = true;
});

const claimsOf = (name: string, verified = true): Claims => ({
  ...{ sub: `sub-${name}`, email: `${name}@example.com`, email_verified: verified, name },
});

async function invite(email: string): Promise<string> {
  const { body } = await world.gateway.manage<{ token: string }>('POST', '/invitations', { email });
  return body.token;
}

/** Goes to the provider and comes back; returns where the gateway sends the person then. */
async function signIn(
  browser: Browser,
  claims: Claims,
  additionalData?: Record<string, unknown>,
): Promise<string> {
  const begun = await browser.post('/api/auth/sign-in/social', {
    ...{ provider: 'oidc', callbackURL: '/', errorCallbackURL: '/sign-in', disableRedirect: true },
    ...(additionalData === undefined ? {} : { additionalData }),
  });
  if (begun.status !== 200) {
    throw new Error(`${begun.status} ${begun.text}`);
  }
  // A person comes back from another site, with a navigation.
  const back = await browser.get(issuer.approve(String(begun.json.url), claims), {
    'sec-fetch-site': 'cross-site',
  });
  return back.headers.get('location') ?? `${back.status} ${back.text}`;
}

describe('sign-in at a provider', () => {
  it('502 while it does not answer, which keeps out nobody else; a later try asks it again', async () => {
    const down = await world
      .browser()
      .post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' });
    expect([down.status, down.json.error?.code]).toEqual([502, 'upstream_unreachable']);
    await world.firstOperator();
    issuer.isUp = true;
    await invite('up@example.com');
    expect(await signIn(world.browser(), claimsOf('up'))).toBe('/');
  });

  it('tells the console what it is called', async () => {
    const { json } = await world.browser().get('/api/auth/methods');
    expect(json).toMatchObject({ oidc: { name: 'Example' }, sign_up: 'invitation', sends_mail: true });
  });

  it('makes no account for who was not invited, or whose address the provider does not vouch for', async () => {
    const browser = world.browser();
    expect(await signIn(browser, claimsOf('stranger'))).toContain('/sign-in?error=invitation_required');
    expect((await browser.get('/api/v1/me')).status).toBe(401);
    await invite('loose@example.com');
    expect(await signIn(browser, claimsOf('loose', false))).toContain('error=invitation_required');
  });

  it('lets in who was invited, into the organization that invited, and again later', async () => {
    const browser = world.browser();
    const invitationToken = await invite('dan@example.com');
    expect(await signIn(browser, claimsOf('dan'), { invitationToken })).toBe('/');
    expect((await browser.get('/api/v1/me')).json).toMatchObject({
      ...{ kind: 'person', email: 'dan@example.com', organizations: [{ name: 'Default', role: 'member' }] },
    });
    const later = world.browser();
    expect(await signIn(later, claimsOf('dan'))).toBe('/');
    expect((await later.get('/api/v1/me')).json).toMatchObject({ email: 'dan@example.com' });
  });

  it('finds the account of a confirmed address, and takes over none', async () => {
    const invitationToken = await invite('eve@example.com');
    const browser = await world.person('eve@example.com', { invitationToken });
    const { user_id } = (await browser.get('/api/v1/me')).json;
    const linked = world.browser();
    expect(await signIn(linked, claimsOf('eve'))).toBe('/');
    expect((await linked.get('/api/v1/me')).json.user_id).toBe(user_id);
    const unproven = { ...claimsOf('eve', false), sub: 'somebody-else' };
    expect(await signIn(world.browser(), unproven)).toContain('error=account_not_linked');
  });

  it('believes no token that the issuer did not sign', async () => {
    issuer.isHonest = false;
    await invite('fay@example.com');
    expect(await signIn(world.browser(), claimsOf('fay'))).toContain(
      '/sign-in?error=unable_to_get_user_info',
    );
  });

  it('refuses an answer to a sign-in that another browser began', async () => {
    const victim = world.browser();
    const begun = await world
      .browser()
      .post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' });
    const back = await victim.get(issuer.approve(String(begun.json.url), claimsOf('up')));
    expect(back.headers.get('location')).toContain('error=');
    expect(victim.cookie()).not.toContain('session_token');
  });

  it('400 for a token of the provider that did not come from it', async () => {
    const body = { provider: 'oidc', idToken: { token: 'x' } };
    const refused = await world.browser().post('/api/auth/sign-in/social', body);
    expect([refused.status, refused.json.error?.code]).toEqual([400, 'invalid_request']);
  });

  it('leaves an account with a password alone where the password is wrong', async () => {
    const refused = await world
      .browser()
      .post('/api/auth/sign-in/email', { email: 'dan@example.com', password: PASSWORD });
    expect(refused.status).toBe(401);
  });
});
