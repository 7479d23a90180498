import type { Engine } from '../../../src/db/index.ts';
import { makeDatabasePlace } from '../databases.ts';
import { startTestGateway, type TestGateway } from '../gateway.ts';
import { type Browser, openBrowser } from './browser.ts';
import { type MailServer, startMailServer } from './mail-server.ts';

/** The password of everybody in the tests. */
export const PASSWORD = 'correct horse battery';

/** A test gateway with a mail server, and browsers on it. */
export interface SignInGateway {
  readonly gateway: TestGateway;
  readonly mail: MailServer;
  browser(): Browser;
  /** Makes the first operator with the link that the start told, in a browser of their own. */
  firstOperator(email?: string): Promise<Browser>;
  /** Signs up, confirms the address and signs in. */
  person(email: string, more?: Record<string, unknown>): Promise<Browser>;
  close(): Promise<void>;
}

/** Starts everything. `open` sign-up and mail are the usual; `env` may say otherwise. */
export async function startSignInGateway(
  env: Record<string, string> = {},
  engine: Engine = 'sqlite',
): Promise<SignInGateway> {
  const mail = await startMailServer();
  const place = await makeDatabasePlace(engine);
  const database = place.location.url === null ? {} : { DATABASE_URL: place.location.url.reveal() };
  const gateway = await startTestGateway({
    env: {
      TURNPIKE_SIGN_UP: 'open',
      SMTP_URL: mail.url,
      SMTP_FROM: 'turnpike@example.com',
      ...database,
      ...env,
    },
  });
  const browser = (): Browser => openBrowser(gateway.url);
  return {
    ...{ gateway, mail, browser },
    async firstOperator(email = 'root@example.com') {
      const token = firstToken(gateway.messages);
      const opened = browser();
      const body = { token, email, name: 'Root', password: PASSWORD };
      await expectOk(opened.post('/api/auth/first-operator', body));
      return opened;
    },
    async person(email, more = {}) {
      const opened = browser();
      const body = { email, name: email.split('@')[0], password: PASSWORD, ...more };
      await expectOk(opened.post('/api/auth/sign-up/email', body));
      const { link } = await mail.next(email);
      await expectOk(opened.get(link.replace(/^https?:\/\/[^/]+/, '')));
      await expectOk(opened.post('/api/auth/sign-in/email', { email, password: PASSWORD }));
      return opened;
    },
    async close() {
      await gateway.close();
      await mail.close();
      await place.remove();
    },
  };
}

/** The token of the first operator's link. */
export function firstToken(messages: readonly string[]): string {
  return /\/sign-in\/first\?token=(\S+)/.exec(messages.join('\n'))?.[1] ?? '';
}

async function expectOk(answer: ReturnType<Browser['get']>): Promise<void> {
  const { status, text } = await answer;
  if (status >= 400) {
    throw new Error(`${status} ${text}`);
  }
}
