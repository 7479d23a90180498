import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CONSOLE_PATH } from '../../core/console-path.ts';
import { findFile } from './find-file.ts';
import { MISSING_PAGE } from './missing-page.ts';
import { contentSecurityPolicy, PAGE_HEADERS } from './page-policy.ts';

/** What stands in the page of the build where the nonce of one answer belongs. */
const NONCE_MARK = '__NONCE__';
const INDEX = 'index.html';
const HTML = 'text/html; charset=utf-8';

/** What the files of the console are served with. */
export interface ConsoleFilesDeps {
  /** The folder of the build. */
  readonly directory: string;
  /** Told when a file could not be read to its end. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Serves the build of the console under its path and sends `/` there. Files are streamed from disk, so that the
 * process keeps none of them; addresses of the application answer with its page.
 */
export function createConsoleFiles({ directory, onFailure }: ConsoleFilesDeps): RequestListener {
  return (request, response) => {
    const [pathname = ''] = (request.url ?? '').split('?');
    if (!pathname.startsWith(`${CONSOLE_PATH}/`)) {
      redirect(response, `${CONSOLE_PATH}/`);
      return;
    }
    const path = pathname.slice(CONSOLE_PATH.length + 1);
    const served =
      path.startsWith('assets/') || /^[^/]+\.[a-z0-9]+$/.test(path)
        ? sendFile(request, response, directory, path)
        : sendPage(request, response, directory);
    served.catch((error: unknown) => {
      // A browser that went away in the middle is no fault of ours.
      if (!response.destroyed) {
        onFailure(error);
        response.destroy();
      }
    });
  };
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  directory: string,
  path: string,
): Promise<void> {
  const file =
    path === INDEX ? null : await findFile(directory, path, request.headers['accept-encoding'] ?? '');
  if (file === null) {
    respond(request, response, 404, 'text/plain; charset=utf-8', 'The console has no such file\n');
    return;
  }
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': file.contentType,
    'content-length': file.sizeBytes,
    // Names of assets hold a hash of what is in them.
    'cache-control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(file.encoding === null ? {} : { 'content-encoding': file.encoding }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(createReadStream(file.path), response);
}

async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  directory: string,
): Promise<void> {
  const nonce = randomBytes(18).toString('base64');
  const page = await readFile(join(directory, INDEX), 'utf8').catch(() => null);
  response.setHeader('content-security-policy', contentSecurityPolicy(nonce));
  respond(
    request,
    response,
    page === null ? 503 : 200,
    HTML,
    (page ?? MISSING_PAGE).replaceAll(NONCE_MARK, nonce),
  );
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
): void {
  const bytes = Buffer.from(text);
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'content-type': contentType,
    'content-length': bytes.length,
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { ...PAGE_HEADERS, location, 'content-length': 0, 'cache-control': 'no-cache' });
  response.end();
}
