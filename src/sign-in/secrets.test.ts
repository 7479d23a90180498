import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from '../../test/support/gateway-process.ts';
import { openBrowser } from '../../test/support/sign-in/browser.ts';
import { type MailServer, startMailServer } from '../../test/support/sign-in/mail-server.ts';
import { type OidcIssuer, oidcSettings, startOidcIssuer } from '../../test/support/sign-in/oidc-issuer.ts';
import { firstToken, PASSWORD } from '../../test/support/sign-in/sign-in-gateway.ts';
import { totpCode, totpSecret } from '../../test/support/sign-in/totp.ts';

const SIGN_IN = '/api/auth/sign-in/email';

/** The link of the last mail that was logged in place of being sent. */
async function loggedLink(gateway: GatewayProcess, subject: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const line = gateway
      .stdout()
      .split('\n')
      .findLast((text) => text.includes(subject));
    if (line !== undefined) {
      return String(JSON.parse(line).link);
    }
    await delay(20);
  }
  throw new Error(`no link: ${gateway.stdout()}`);
}

describe('without a mail server', () => {
  let gateway: GatewayProcess;
  beforeAll(async () => {
    gateway = await startGatewayProcess({ env: { LOG_LEVEL: 'info', TURNPIKE_SIGN_UP: 'open' } });
  });
  afterAll(() => gateway.close());

  it('the links of mails are in the log, and people sign in before they confirmed their address', async () => {
    const browser = openBrowser(gateway.url);
    const email = 'ann@example.com';
    await browser.post('/api/auth/sign-up/email', { email, name: 'Ann', password: PASSWORD });
    expect((await browser.post(SIGN_IN, { email, password: PASSWORD })).status).toBe(200);
    const confirmed = await browser.get(await loggedLink(gateway, 'Confirm your address'));
    expect(confirmed.headers.get('location')).toBe('/console/sign-in/verified');
    expect((await browser.get('/api/auth/get-session')).json).toMatchObject({
      user: { emailVerified: true },
    });
    await browser.post('/api/auth/request-password-reset', { email });
    const token = (await loggedLink(gateway, 'Choose a new password')).split('#')[1];
    const newPassword = 'a password that is new';
    expect((await browser.post('/api/auth/reset-password', { token, newPassword })).status).toBe(200);
    expect((await browser.post(SIGN_IN, { email, password: newPassword })).status).toBe(200);
  });

  it('the link of the first operator is told at each start until it is used, always another one', async () => {
    const first = firstToken([gateway.stdout()]);
    await gateway.restart();
    const links = [...gateway.stdout().matchAll(/first\?token=(\S+)/g)].map(([, token]) => token);
    expect(new Set(links).size).toBe(2);
    const redeem = (token: string | undefined) =>
      openBrowser(gateway.url).post('/api/auth/first-operator', {
        ...{ token, email: 'root@example.com', name: 'Root', password: PASSWORD },
      });
    expect((await redeem(first)).status).toBe(403);
    expect((await redeem(links[1])).status).toBe(200);
    await gateway.restart();
    expect([...gateway.stdout().matchAll(/first\?token=/g)]).toHaveLength(2);
  });
});

describe('what a dump of the database and the log give away', () => {
  const said = { logs: '', database: '' };
  const canaries = new Map<string, string>();
  let gateway: GatewayProcess;
  let mail: MailServer;
  let issuer: OidcIssuer;
  let sessionCookie = '';
  let isUnsignedRefused = false;

  beforeAll(async () => {
    [mail, issuer] = await Promise.all([startMailServer(), startOidcIssuer()]);
    gateway = await startGatewayProcess({
      env: {
        ...oidcSettings(issuer),
        ...{
          LOG_LEVEL: 'trace',
          TURNPIKE_SIGN_UP: 'open',
          SMTP_URL: mail.url,
          SMTP_FROM: 'turnpike@example.com',
        },
      },
    });
    await useEverything();
    await gateway.kill('SIGTERM');
    // The process tells the link of the first operator to whoever started it, and logs it nowhere.
    said.logs = (gateway.stdout() + gateway.stderr()).replace(/^ +http\S+\/sign-in\/first\?token=\S+$/gm, '');
    said.database = dump(gateway.dataDir);
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all([mail.close(), issuer.close()]);
  });

  async function useEverything(): Promise<void> {
    const browser = openBrowser(gateway.url);
    const email = 'ann@example.com';
    canaries.set('the password', PASSWORD);
    canaries.set('the token of the first operator', firstToken([gateway.stdout()]));
    await browser.post('/api/auth/sign-up/email', { email, name: 'Ann', password: PASSWORD });
    const confirmation = new URL((await mail.next(email)).link);
    canaries.set('the token of the confirmation', confirmation.searchParams.get('token') ?? '');
    await browser.get(confirmation.href);
    await browser.post('/api/auth/request-password-reset', { email });
    canaries.set('the token of the reset', (await mail.next(email)).link.split('#')[1] ?? '');
    await browser.post(SIGN_IN, { email, password: PASSWORD });
    const enabled = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    const uri = String(enabled.json.totpURI);
    await browser.post('/api/auth/two-factor/verify-totp', { code: totpCode(uri, Date.now()) });
    canaries.set('the secret of the second factor', totpSecret(uri).toString());
    canaries.set('the same as it is scanned', new URL(uri).searchParams.get('secret') ?? '');
    canaries.set('a backup code', String((enabled.json.backupCodes as string[])[0]));
    sessionCookie = /session_token=([^;]+)/.exec(browser.cookie())?.[1] ?? '';
    canaries.set('the cookie of the session', decodeURIComponent(sessionCookie));
    canaries.set('the signature of the session', decodeURIComponent(sessionCookie).split('.')[1] ?? '');
    const [unsigned] = decodeURIComponent(sessionCookie).split('.');
    const tries = [unsigned, `${unsigned}.`, `${unsigned}.${unsigned}`];
    const answers = tries.map((value) =>
      openBrowser(gateway.url).get('/api/v1/me', { cookie: `turnpike.session_token=${value}` }),
    );
    isUnsignedRefused = (await Promise.all(answers)).every(({ status }) => status === 401);
    await signInAtProvider();
  }

  async function signInAtProvider(): Promise<void> {
    const browser = openBrowser(gateway.url);
    const begun = await browser.post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' });
    const claims = { sub: 'bob', email: 'bob@example.com', email_verified: true, name: 'Bob' };
    const back = issuer.approve(String(begun.json.url), claims);
    canaries.set('the state of a sign-in at the provider', new URL(back).searchParams.get('state') ?? '');
    const answer = await browser.get(back);
    expect(answer.headers.get('location')).toBe('/');
    canaries.set('the access token of the provider', issuer.accessToken);
    canaries.set('the secret of the provider', oidcSettings(issuer).TURNPIKE_OIDC_CLIENT_SECRET ?? '');
  }

  it('neither holds a secret', () => {
    expect(canaries.size).toBe(12);
    expect(said.database).toContain('bob@example.com');
    expect(said.logs.length).toBeGreaterThan(100);
    const found = [...canaries].flatMap(([name, secret]) => [
      ...(secret.length < 8 ? [`${name} is no canary`] : []),
      ...Object.entries(said).flatMap(([where, text]) =>
        text.includes(secret) ? [`${name} in the ${where}`] : [],
      ),
    ]);
    expect(found).toEqual([]);
  });

  it('the token of a session, which is in the database, opens nothing without its signature', () => {
    const [token = ''] = decodeURIComponent(sessionCookie).split('.');
    expect(said.database).toContain(token);
    expect(isUnsignedRefused).toBe(true);
  });
});

/** Every row of every table, and the files as they are. */
function dump(dataDir: string): string {
  const database = new DatabaseSync(join(dataDir, 'turnpike.db'), { readOnly: true });
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
  const rows = tables.map(({ name }) => JSON.stringify(database.prepare(`select * from "${name}"`).all()));
  database.close();
  const files = readdirSync(dataDir).filter((name) => name.startsWith('turnpike.db'));
  return [...rows, ...files.map((name) => readFileSync(join(dataDir, name), 'latin1'))].join('\n');
}
