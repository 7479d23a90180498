import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw } from '../../../test/support/raw-http.ts';
import { createConsoleFiles } from './console-files.ts';

const SCRIPT = 'console.log("the console");';
const PAGE = '<!doctype html><meta name="csp-nonce" content="__NONCE__">';

let dir: string;
let server: Server;
let url: string;
const failures: unknown[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'turnpike-files-'));
  mkdirSync(join(dir, 'build/assets'), { recursive: true });
  writeFileSync(join(dir, 'secret.json'), '{}');
  writeFileSync(join(dir, 'build/index.html'), PAGE);
  writeFileSync(join(dir, 'build/theme.js'), SCRIPT);
  writeFileSync(join(dir, 'build/assets/main-1a2b.js'), SCRIPT);
  writeFileSync(join(dir, 'build/assets/main-1a2b.js.br'), brotliCompressSync(SCRIPT));
  server = createServer(
    createConsoleFiles({ directory: join(dir, 'build'), onFailure: (error) => failures.push(error) }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true, force: true });
  expect(failures).toEqual([]);
});

describe('the files of the console', () => {
  it.each(['/', '/console'])('302: %s leads to the console', async (path) => {
    const response = await fetch(`${url}${path}`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/console/']);
  });

  it.each(['/console/', '/console/keys', '/console/keys/key_1?tab=usage'])(
    '200: %s is the page, under a policy with a nonce of its own',
    async (path) => {
      const answers = await Promise.all([fetch(`${url}${path}`), fetch(`${url}${path}`)]);
      const nonces = await Promise.all(
        answers.map(async (answer) => {
          const nonce = /content="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
          expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
          return nonce;
        }),
      );
      expect(nonces[0]).toMatch(/^[\w+/=]{24}$/);
      expect(nonces[0]).not.toBe(nonces[1]);
      const [first] = answers;
      const policy = first?.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/default-src 'none'; script-src 'self';/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(first?.headers.get('x-content-type-options')).toBe('nosniff');
      expect(first?.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('200: an asset is kept for ever and sent as small as the browser takes it', async () => {
    const small = await fetch(`${url}/console/assets/main-1a2b.js`, { headers: { 'accept-encoding': 'br' } });
    expect(Object.fromEntries(small.headers)).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect(await small.text()).toBe(SCRIPT);
    const plain = await fetch(`${url}/console/assets/main-1a2b.js`, {
      headers: { 'accept-encoding': 'br;q=0, identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(SCRIPT);
    const other = await fetch(`${url}/console/theme.js`);
    expect(other.headers.get('cache-control')).toBe('no-cache');
  });

  it('200: HEAD says the same without the body', async () => {
    const head = await fetch(`${url}/console/theme.js`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(SCRIPT.length)]);
    expect(await head.text()).toBe('');
  });

  it.each([
    '/console/assets/none.js',
    '/console/assets/..%2f..%2fsecret.json',
    '/console/assets/../../secret.json',
    '/console/assets/',
    '/console/assets/main-1a2b.js.br',
    '/console/index.html',
    '/console/secret.json',
  ])('404: %s', async (path) => {
    const request = `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`;
    const { status, body } = await sendRaw(url, request);
    expect({ status, body }).toEqual({ status: 404, body: 'The console has no such file\n' });
  });

  it('503: says plainly that it is not built', async () => {
    rmSync(join(dir, 'build'), { recursive: true });
    const response = await fetch(`${url}/console/`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('The console is not built');
  });
});
