import { createTransport, type Transporter } from 'nodemailer';
import type { Secret } from '../core/secret.ts';

/** How long a mail server may take to be reached, to greet, and to answer, in milliseconds. */
const SERVER_TIMEOUT_MS = 10_000;

/** One mail in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** What stands above the link. */
  readonly text: string;
  /** What the mail is about to be followed; it holds a token. */
  readonly link: Secret;
}

/** Sends mails, or, in a deployment without a mail server, shows their links to the operator. */
export interface Mailer {
  /** Whether there is a mail server. */
  readonly sendsMail: boolean;
  /**
   * Takes a mail and sends it in the background, so that nobody learns from the time an answer takes
   * whether one was sent. A mail that cannot be sent is logged, without its link.
   */
  send(mail: Mail): void;
  /** Resolves when everything that was taken is sent or has failed. */
  close(): Promise<void>;
}

/** What the mailer works with. */
export interface MailerDeps {
  /** The mail server, `smtp://` or `smtps://`; null for none. */
  readonly smtpUrl: Secret | null;
  /** What the mails are from. */
  readonly from: string | null;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/**
 * The mailer of this process. Without a mail server the link of each mail is logged as one line at level
 * `info`; with one, no link is ever logged.
 */
export function createMailer({ smtpUrl, from, log }: MailerDeps): Mailer {
  if (smtpUrl === null || from === null) {
    return {
      sendsMail: false,
      send({ to, subject, link }) {
        log.info(
          { to, subject, link: link.reveal() },
          'there is no mail server (SMTP_URL); pass this link on',
        );
      },
      close: async () => {},
    };
  }
  const transport = createServerTransport(smtpUrl);
  const sending = new Set<Promise<unknown>>();
  return {
    sendsMail: true,
    send({ to, subject, text, link }) {
      const body = `${text}\n\n${link.reveal()}\n`;
      const sent = transport
        .sendMail({ from, to, subject, text: body })
        .catch((error: unknown) => log.error({ err: error, to, subject }, 'a mail could not be sent'))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async close() {
      await Promise.all(sending);
      transport.close();
    },
  };
}

function createServerTransport(smtpUrl: Secret): Transporter {
  return createTransport({
    url: smtpUrl.reveal(),
    connectionTimeout: SERVER_TIMEOUT_MS,
    greetingTimeout: SERVER_TIMEOUT_MS,
    socketTimeout: SERVER_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
