import { createServer } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { DESK, useConsole } from '../support/console/index.ts';
import { type MailServer, startMailServer } from '../support/sign-in/mail-server.ts';
import { totpCode } from '../support/sign-in/totp.ts';

const PASSWORD = 'correct horse battery';

let mail: MailServer | null = null;

/** A gateway that sends mail, takes everybody, and has a name, to which passkeys belong. */
async function environment(): Promise<Record<string, string>> {
  mail = await startMailServer();
  const port = await freePort();
  return {
    SMTP_URL: mail.url,
    SMTP_FROM: 'turnpike@example.com',
    TURNPIKE_SIGN_UP: 'open',
    PORT: String(port),
    BASE_URL: `http://localhost:${port}`,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** The link to a page in the next mail to somebody that has one; a sign-in too early mails a second confirmation. */
async function mailedLink(email: string, to: string): Promise<string> {
  for (;;) {
    const link = (await mail?.next(email))?.link ?? '';
    if (link.includes(to)) {
      return link;
    }
  }
}

async function fillNewPerson(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const isIn = (page: Page) => page.getByRole('heading', { level: 1, name: 'First minutes' }).waitFor();

/** Posts to sign-in from the page itself, whose origin the gateway asks for. */
async function post<Answer>(page: Page, path: string, body: unknown): Promise<Answer> {
  const [status, answer] = await page.evaluate<[number, Answer]>(`(async () => {
    const answer = await fetch('/api/auth${path}', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: ${JSON.stringify(JSON.stringify(body))},
    });
    return [answer.status, await answer.json()];
  })()`);
  expect(status, path).toBe(200);
  return answer;
}

describe('ways in', () => {
  const console = useConsole(environment);
  afterAll(() => mail?.close());

  it('sign-up leads over the mail that confirms the address; a forgotten password over another', async (context) => {
    const visit = await console.visit(context, DESK, { isSignedOut: true });
    const { page } = visit;
    const email = 'new@example.com';
    await visit.goto('/sign-in');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await fillNewPerson(page, 'New Person', email);
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await visit.check();
    await page.goto(await mailedLink(email, 'verify-email'));
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    await visit.check();

    await page.getByRole('link', { name: 'To the sign-in' }).click();
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('a link is on its way').waitFor();
    await page.goto(await mailedLink(email, '/console/sign-in/reset#'));
    await page.getByLabel('New password').fill('another password');
    await visit.check();
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('link', { name: 'To the sign-in' }).click();
    await signIn(page, email, 'another password');
    await isIn(page);
    await visit.check();
  });

  it('an invitation makes an account in the organization that invited', async (context) => {
    const visit = await console.visit(context, DESK, { isSignedOut: true });
    const { page } = visit;
    const email = 'invited@example.com';
    await console.call('POST', '/api/v1/invitations', { email, role: 'viewer' });
    await page.goto(await mailedLink(email, '/console/invitation#'));
    await page.getByRole('heading', { name: 'You are invited' }).waitFor();
    await visit.check();
    await fillNewPerson(page, 'Invited Person', email);
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await page.goto(await mailedLink(email, 'verify-email'));
    await page.getByRole('link', { name: 'To the sign-in' }).click();
    await signIn(page, email);
    await isIn(page);
    await page.getByText('Your role makes no keys').waitFor();
    await visit.goto('/operator');
    await isIn(page);
    await visit.goto('/keys');
    await page.getByRole('link', { name: 'demo', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Create API Key' }).count()).toBe(0);
    await visit.check();
  });

  it('a second factor and a passkey', async (context) => {
    const visit = await console.visit(context, DESK, { isSignedOut: true });
    const { page } = visit;
    const email = 'careful@example.com';
    await visit.goto('/sign-up');
    await fillNewPerson(page, 'Careful', email);
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await page.goto(await mailedLink(email, 'verify-email'));
    await page.getByRole('link', { name: 'To the sign-in' }).click();
    await signIn(page, email);
    await isIn(page);

    const { totpURI: uri } = await post<{ totpURI: string }>(page, '/two-factor/enable', {
      password: PASSWORD,
    });
    await post(page, '/two-factor/verify-totp', { code: totpCode(uri, Date.now()) });
    await addAuthenticator(page);
    await registerPasskey(page);
    await post(page, '/sign-out', {});

    await visit.goto('/sign-in');
    await signIn(page, email);
    await page.getByLabel('Code of your authenticator').fill('000000');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('This code is wrong or too old').waitFor();
    await visit.check();
    await page.getByLabel('Code of your authenticator').fill(totpCode(uri, Date.now()));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await isIn(page);
    await post(page, '/sign-out', {});

    await visit.goto('/sign-in');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await isIn(page);
    await visit.check();
  });
});

/** A device that holds passkeys and has its owner always at hand. */
async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Adds a passkey to the account, as the page of the account does. */
async function registerPasskey(page: Page): Promise<void> {
  const response = await page.evaluate<unknown>(`(async () => {
    const options = await (await fetch('/api/auth/passkey/generate-register-options')).json();
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return (await navigator.credentials.create({ publicKey })).toJSON();
  })()`);
  await post(page, '/passkey/verify-registration', { response, name: 'laptop' });
}
