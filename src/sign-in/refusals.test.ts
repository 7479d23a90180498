import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  firstToken,
  PASSWORD,
  type SignInGateway,
  startSignInGateway,
} from '../../test/support/sign-in/sign-in-gateway.ts';

let world: SignInGateway;
const opened: SignInGateway[] = [];

async function open(env: Record<string, string>): Promise<SignInGateway> {
  const gateway = await startSignInGateway(env);
  opened.push(gateway);
  return gateway;
}

beforeAll(async () => {
  world = await open({});
});
afterAll(async () => {
  for (const gateway of opened) {
    await gateway.close();
  }
});

const SIGN_IN = '/api/auth/sign-in/email';
const SIGN_UP = '/api/auth/sign-up/email';

describe('a wrong password', () => {
  it('is answered alike whether there is such an account, and guessed ten times at most', async () => {
    await world.person('ida@example.com');
    const answers = { known: '', unknown: '' };
    for (const [which, email] of [
      ['known', 'ida@example.com'],
      ['unknown', 'nobody@example.com'],
    ] as const) {
      const seen: string[] = [];
      for (let guess = 0; guess < 11; guess += 1) {
        const { status, text } = await world
          .browser()
          .post(SIGN_IN, { email, password: `guess ${guess} of many` });
        seen.push(`${status} ${text}`);
      }
      expect(new Set(seen.slice(0, 10)).size).toBe(1);
      answers[which] = `${seen[0]}\n${seen[10]}`;
    }
    expect(answers.known).toBe(answers.unknown);
    expect(answers.known).toMatch(/^401 .*INVALID_EMAIL_OR_PASSWORD.*\n429 .*rate_limit_exceeded/);
    const right = await world.browser().post(SIGN_IN, { email: 'IDA@example.com', password: PASSWORD });
    expect([right.status, right.headers.get('retry-after')]).toEqual([429, '90']);
  });

  it('is not counted where it was right', async () => {
    const gateway = await open({});
    await gateway.person('joy@example.com');
    for (let time = 0; time < 35; time += 1) {
      const { status } = await gateway
        .browser()
        .post(SIGN_IN, { email: 'joy@example.com', password: PASSWORD });
      expect(status).toBe(200);
    }
  });

  it('is stopped by the address it comes from, whatever accounts it is tried on', async () => {
    const gateway = await open({});
    const tries = Array.from({ length: 40 }, (_, at) =>
      gateway.browser().post(SIGN_IN, { email: `guess${at}@example.com`, password: 'the same for all' }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});

describe('sign-up', () => {
  const body = { email: 'kim@example.com', name: 'Kim', password: PASSWORD };

  it('answers alike for an address that has an account, and mails its owner', async () => {
    const gateway = await open({});
    await gateway.person('kim@example.com');
    const known = await gateway.browser().post(SIGN_UP, body);
    const fresh = await gateway.browser().post(SIGN_UP, { ...body, email: 'kit@example.com' });
    expect(known.status).toBe(fresh.status);
    const shape = ({ json }: typeof known) => Object.keys(json.user as object).sort();
    expect(shape(known)).toEqual(shape(fresh));
    expect((await gateway.mail.next('kim@example.com')).subject).toBe('You have an account already');
  });

  it.each([
    ['a short password', { password: 'too short' }, 'PASSWORD_TOO_SHORT'],
    ['no name', { name: '  ' }, 'invalid_request'],
    ['no address', { email: 'kim' }, 'invalid_request'],
  ])('400 for %s', async (_, wrong, code) => {
    const refused = await world.browser().post(SIGN_UP, { ...body, ...wrong });
    expect([refused.status, refused.json.error?.code ?? refused.json.code]).toEqual([400, code]);
  });

  it('makes nobody an operator who says so', async () => {
    const browser = await world.person('lea@example.com', {
      isOperator: true,
      is_operator: 1,
      emailVerified: true,
    });
    expect((await browser.get('/api/v1/me')).json.kind).toBe('person');
    await browser.post('/api/auth/update-user', { name: 'Lea L', isOperator: true });
    expect((await browser.get('/api/v1/me')).json).toMatchObject({
      kind: 'person',
      email: 'lea@example.com',
    });
  });

  it('403 for everybody where it is closed', async () => {
    const gateway = await open({ TURNPIKE_SIGN_UP: 'closed' });
    await gateway.firstOperator();
    const known = await gateway.browser().post(SIGN_UP, { ...body, email: 'root@example.com' });
    const fresh = await gateway.browser().post(SIGN_UP, body);
    expect([fresh.status, fresh.json.error?.code]).toEqual([403, 'management_forbidden']);
    expect(known.text).toBe(fresh.text);
  });

  it('403 without the invitation of that address where it takes one', async () => {
    const gateway = await open({ TURNPIKE_SIGN_UP: 'invitation', BASE_URL: 'http://turnpike.example' });
    const { body: invitation } = await gateway.gateway.manage<{ token: string }>('POST', '/invitations', {
      ...{ email: 'mia@example.com', role: 'admin' },
    });
    const mail = await gateway.mail.next('mia@example.com');
    expect(mail).toMatchObject({
      subject: 'Join Default',
      link: `http://turnpike.example/console/invitation#${invitation.token}`,
    });
    const signUp = (more: object) =>
      gateway.browser().post(SIGN_UP, { ...body, email: 'mia@example.com', ...more });
    expect((await signUp({})).status).toBe(403);
    expect((await signUp({ invitationToken: 'inv-tp-guessed' })).status).toBe(403);
    expect((await signUp({ invitationToken: invitation.token, email: 'max@example.com' })).status).toBe(403);
    const browser = await gateway.person('mia@example.com', { invitationToken: invitation.token });
    expect((await browser.get('/api/v1/me')).json).toMatchObject({
      organizations: [{ name: 'Default', role: 'admin' }],
    });
    expect((await signUp({ invitationToken: invitation.token })).status).toBe(403);
  });
});

describe('/api/auth', () => {
  const credentials = { email: 'ned@example.com', password: PASSWORD };

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site in an old browser', { origin: 'https://evil.example', 'sec-fetch-site': '' }],
    ['a page of nowhere', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('403 for a change that comes from %s', async (_, headers) => {
    const browser = await world.firstOperator(`op${Math.random()}@example.com`).catch(() => world.browser());
    for (const path of [SIGN_IN, SIGN_UP, '/api/auth/sign-out', '/api/auth/first-operator']) {
      const refused = await browser.post(path, credentials, headers);
      expect([path, refused.status, refused.json.error?.code]).toEqual([path, 403, 'management_forbidden']);
    }
  });

  it('403 for a redirect to another site', async () => {
    const callbackURL = 'https://evil.example/';
    expect((await world.browser().post(SIGN_IN, { ...credentials, callbackURL })).status).toBe(403);
    const verify = await world.browser().get(`/api/auth/verify-email?token=x&callbackURL=${callbackURL}`);
    expect([verify.status, verify.headers.get('location')]).toEqual([403, null]);
  });

  it('415 for a form, 413 for a long body', async () => {
    const form = await world.browser().post(SIGN_IN, credentials, { 'content-type': 'text/plain' });
    expect(form.status).toBe(415);
    const gateway = await open({});
    const long = await gateway.browser().post(SIGN_IN, { ...credentials, password: 'x'.repeat(1_100_000) });
    expect([long.status, long.json.error?.code]).toEqual([413, 'request_too_large']);
  });

  it.each([
    '/api/auth',
    '/api/auth/',
    '/api/auth/ok',
    '/api/auth/error',
    '/api/auth/list-sessions',
    '/api/auth/delete-user',
    '/api/auth/SIGN-OUT',
  ])('404 for %s, which is not served', async (path) => {
    for (const answer of [await world.browser().get(path), await world.browser().post(path)]) {
      expect([answer.status, answer.json.error?.code]).toEqual([404, 'not_found']);
    }
  });

  it('405 for a method that an address does not take', async () => {
    const answer = await world.browser().get('/api/auth/sign-out');
    expect([answer.status, answer.json.error?.code]).toEqual([405, 'method_not_allowed']);
  });

  it('404 for sign-in at a provider where none is configured', async () => {
    const answer = await world
      .browser()
      .post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' });
    expect(answer.status).toBe(404);
  });

  it('403 for the sessions of a management key, which has none', async () => {
    expect((await world.gateway.manage('GET', '/me/sessions')).status).toBe(403);
  });

  it('404 for the session of somebody else', async () => {
    const one = await world.person('oda@example.com');
    const other = await world.person('pia@example.com');
    const { data } = (await one.get('/api/v1/me/sessions')).json as { data: { id: string }[] };
    expect((await other.remove(`/api/v1/me/sessions/${data[0]?.id}`)).status).toBe(404);
    expect((await one.get('/api/v1/me')).status).toBe(200);
  });
});

describe('cookies', () => {
  it('are for the server alone, and for TLS alone where the address is https', async () => {
    const plain = await world.person('quy@example.com');
    expect(plain.setCookies.join()).toMatch(
      /^turnpike\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const secure = await open({ BASE_URL: 'https://turnpike.example' });
    const operator = secure.browser();
    const body = {
      token: firstToken(secure.gateway.messages),
      email: 'r@example.com',
      name: 'R',
      password: PASSWORD,
    };
    await operator.post('/api/auth/first-operator', body, { origin: 'https://turnpike.example' });
    expect(secure.gateway.messages.join('\n')).toContain(
      'https://turnpike.example/console/sign-in/first?token=',
    );
    expect(operator.setCookies.join()).toMatch(
      /^__Secure-turnpike\.session_token=[^;]+;.* Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await operator.get('/api/v1/me')).json.kind).toBe('operator');
  });
});
