import { createServer, type Socket } from 'node:net';

/** A mail that arrived. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  /** The first link in it. */
  readonly link: string;
}

/** A mail server of the tests, which keeps what it is given. */
export interface MailServer {
  /** For `SMTP_URL`. */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** Waits for a mail to an address that no call has returned yet. @throws after two seconds. */
  next(to: string): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** Speaks as much SMTP (RFC 5321) as a client needs that only delivers. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    receive(socket, (mail) => mails.push(mail));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async next(to) {
      for (let tries = 0; tries < 100; tries += 1) {
        const mail = mails.find((one) => one.to === to && !taken.has(one));
        if (mail !== undefined) {
          taken.add(mail);
          return mail;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`no mail to ${to} came; those that came: ${JSON.stringify(mails)}`);
    },
    close() {
      for (const socket of sockets) {
        socket.destroy();
      }
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function receive(socket: Socket, onMail: (mail: ReceivedMail) => void): void {
  let buffered = '';
  let isData = false;
  socket.setEncoding('utf8').write('220 test\r\n');
  socket.on('data', (chunk) => {
    buffered += chunk;
    for (;;) {
      const mark = isData ? '\r\n.\r\n' : '\r\n';
      const end = buffered.indexOf(mark);
      if (end === -1) {
        return;
      }
      const text = buffered.slice(0, end);
      buffered = buffered.slice(end + mark.length);
      if (isData) {
        onMail(parseMail(text));
      }
      isData = !isData && /^DATA/i.test(text);
      socket.write(isData ? '354 go on\r\n' : '250 ok\r\n');
    }
  });
}

function parseMail(text: string): ReceivedMail {
  const plain = text.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(plain)?.[1]?.trim() ?? '';
  return { to: header('to'), subject: header('subject'), link: /https?:\/\/\S+/.exec(plain)?.[0] ?? '' };
}
