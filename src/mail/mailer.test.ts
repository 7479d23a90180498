import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../test/support/sign-in/mail-server.ts';
import { Secret } from '../core/secret.ts';
import { createMailer } from './index.ts';

const MAIL = {
  to: 'ann@example.com',
  subject: 'Confirm your address',
  text: 'Confirm it:',
  link: new Secret('http://127.0.0.1/confirm?token=canary-token'),
};

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

function createWorld(smtpUrl: string | null) {
  const logged: string[] = [];
  const keep = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const url = smtpUrl === null ? null : new Secret(smtpUrl);
  return {
    logged,
    mailer: createMailer({ smtpUrl: url, from: 'a@example.com', log: { info: keep, error: keep } }),
  };
}

describe('the mailer', () => {
  it('sends what it took before it closes, and logs nothing of it', async () => {
    const { mailer, logged } = createWorld(server.url);
    mailer.send(MAIL);
    await mailer.close();
    expect(server.mails).toEqual([{ to: MAIL.to, subject: MAIL.subject, link: MAIL.link.reveal() }]);
    expect([mailer.sendsMail, logged]).toEqual([true, []]);
  });

  it('logs a mail that could not be sent, without its link', async () => {
    const { mailer, logged } = createWorld('smtp://user:hunter2@127.0.0.1:1');
    mailer.send(MAIL);
    await mailer.close();
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('a mail could not be sent');
    expect(logged[0]).not.toMatch(/canary|hunter2/);
  });

  it('shows the operator the link where there is no server', () => {
    const { mailer, logged } = createWorld(null);
    mailer.send(MAIL);
    expect(mailer.sendsMail).toBe(false);
    expect(logged).toEqual([expect.stringContaining('canary-token')]);
  });
});
