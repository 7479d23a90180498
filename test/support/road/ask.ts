import { type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { TEST_KEY } from '../gateway.ts';

/** What a client heard of one request. */
export interface Heard {
  /** 0 when the connection broke before a head came. */
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  readonly text: string;
  /** Whether the answer ended as HTTP says an answer ends. */
  readonly isWhole: boolean;
}

/** How a client behaves. */
export interface AskOptions {
  /** Looks at what came so far, the empty text before the head; the client hangs up when it says true. */
  readonly leavesAt?: (received: string) => boolean;
  readonly headers?: Record<string, string>;
  /** Does something with the answer before it is read, such as pausing it. */
  readonly onAnswer?: (answer: IncomingMessage) => void;
  /** Counts what comes instead of keeping it. */
  readonly onData?: (chunk: Buffer) => void;
}

/** Sends JSON on a connection of its own. Resolves however it ends; a client that leaves is no error. */
export function ask(url: string, body: unknown, options: AskOptions = {}): Promise<Heard> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let answer: IncomingMessage | null = null;
    const request = openRequest(url, { method: 'POST', agent: false, headers: headersOf(options) });
    function hear(): void {
      const bytes = Buffer.concat(chunks);
      const { statusCode: status = 0, headers = {}, complete: isWhole = false } = answer ?? {};
      resolve({ status, headers, bytes, text: bytes.toString('utf8'), isWhole });
    }
    request.on('error', () => undefined);
    request.on('close', hear);
    request.on('response', (incoming) => {
      answer = incoming;
      incoming.on('error', () => undefined);
      options.onAnswer?.(incoming);
      incoming.on('data', (chunk: Buffer) => take(chunk, chunks, request, options));
    });
    request.end(JSON.stringify(body), () => {
      if (options.leavesAt?.('') === true) {
        request.destroy();
      }
    });
  });
}

function headersOf({ headers }: AskOptions): Record<string, string> {
  return { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json', ...headers };
}

function take(chunk: Buffer, chunks: Buffer[], request: ClientRequest, options: AskOptions): void {
  if (options.onData !== undefined) {
    options.onData(chunk);
    return;
  }
  chunks.push(chunk);
  if (options.leavesAt?.(Buffer.concat(chunks).toString('utf8')) === true) {
    request.destroy();
  }
}
