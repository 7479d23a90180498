import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

const NOBODY = { authorization: null };
let world: ApiWorld;

beforeAll(async () => {
  world = await createApiWorld();
});

afterAll(() => world.close());

/** A page, and where it leads on this host. */
async function read(path: string) {
  const answer = await world.call('GET', path, undefined, NOBODY);
  const links = [...answer.text.matchAll(/href="([^"]+)"/g)]
    .map(([, href]) => new URL(href ?? '', `http://host${path}`))
    .filter(({ host }) => host === 'host')
    .map(({ pathname, hash }) => pathname + hash);
  return { ...answer, links };
}

/** Everything a link may lead to: the pages and their sections. */
async function placesOf(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const places = new Set(['/openapi.json']);
  for (const path of paths) {
    const { status, text } = await read(path);
    expect([path, status]).toEqual([path, 200]);
    places.add(path);
    for (const [, id] of text.matchAll(/ id="([^"]+)"/g)) {
      places.add(`${path}#${id}`);
    }
  }
  return places;
}

describe('the documentation', () => {
  it('200: lists every page, and each leads only to what is there', async () => {
    const index = await read('/docs');
    expect(index.status).toBe(200);
    expect(index.links).toEqual(expect.arrayContaining(['/docs/keys', '/docs/clients/curl', '/docs/errors']));
    const paths = ['/docs/clients', ...new Set(index.links)];
    const places = await placesOf(paths);
    for (const path of paths) {
      const { links } = await read(path);
      expect([path, links.filter((link) => !places.has(link))]).toEqual([path, []]);
    }
  });

  it('200: runs nothing and loads nothing', async () => {
    const { headers, text } = await read('/docs/keys');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).toMatch(/<title>[^<]+ · Turnpike<\/title>/);
    expect(text).not.toMatch(/<script|<img|<link|style="/i);
  });

  it('200: gives each page as Markdown', async () => {
    const { headers, text } = await read('/docs/clients/curl.md');
    expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(text).toMatch(/^# /);
  });

  it('200: names every route of the management API', async () => {
    const { text } = await read('/docs/api');
    const document = await world.call('GET', '/openapi.json', undefined, NOBODY);
    for (const path of Object.keys(Object(document.field('paths')))) {
      expect(text).toContain(` ${path}</code>`);
    }
  });

  it('200: tells programs where to read', async () => {
    const { headers, text } = await read('/llms.txt');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/^# Turnpike\n\n> /);
    expect(text).toContain('](/docs/endpoints.md)');
  });

  it.each(['/docs/nothing', '/docs/../package.json', '/docs/..%2f..%2fpackage.json', '/docs/keys.md.md'])(
    '404: %s',
    async (path) => {
      expect((await read(path)).status).toBe(404);
    },
  );
});
