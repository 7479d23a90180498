import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createIds } from '../../src/core/ids.ts';
import { Secret } from '../../src/core/secret.ts';
import { type Database, openDatabase } from '../../src/db/index.ts';
import { openSecretBox } from '../../src/master-key/index.ts';
import {
  createDiskStorage,
  createMediaFiles,
  createMediaLinks,
  type MediaFile,
  type MediaFiles,
} from '../../src/media/index.ts';
import { PNG } from '../../src/media/testing/samples.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/gateway.ts';

const STRANGER = 'stranger-key-0123456789abcdef';
let gateway: TestGateway;
let database: Database;
let files: MediaFiles;
let file: MediaFile;
let link: string;

/** Puts a file where the running gateway finds it, as a worker would. */
beforeAll(async () => {
  gateway = await startTestGateway();
  database = await openDatabase({ url: null, dataDir: gateway.dataDir });
  const path = join(gateway.dataDir, 'secret.key');
  const secret = new Secret(readFileSync(path, 'utf8').trim());
  const { box } = await openSecretBox(database, { secret, path, warning: null });
  const storage = createDiskStorage(join(gateway.dataDir, 'media'));
  files = createMediaFiles({ database, storage, clock: systemClock, ids: createIds(systemClock) });
  const [owner] = (
    await gateway.manage<{ data: { id: string; organization_id: string }[] }>('GET', '/projects')
  ).body.data;
  file = await files.put(PNG, {
    organizationId: (owner?.organization_id ?? '') as MediaFile['organizationId'],
    projectId: (owner?.id ?? '') as MediaFile['projectId'],
    ...{ taskId: 'task_1', role: 'output', ordinal: 0, seconds: null },
    ...{ kinds: ['image'], maxBytes: 1_000, keepMs: 60_000 },
  });
  link = createMediaLinks(box, () => gateway.url).linkOf(file);
  const project = await gateway.manage<{ id: string }>('POST', '/projects', { name: 'Another' });
  await gateway.manage('POST', '/keys', {
    name: 's',
    value: STRANGER,
    group: 'default',
    project_id: project.body.id,
  });
});
afterAll(async () => {
  await database.close();
  await gateway.close();
});

function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return fetch(url, { headers, method });
}

describe('a link to media', () => {
  it('200: opens without a key, with everything a browser wants to know', async () => {
    const answer = await get(link);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'accept-ranges': 'bytes',
      'cache-control': expect.stringMatching(/^private, max-age=(5\d|60), immutable$/),
      'content-disposition': 'inline; filename="output-1.png"',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      etag: `"${file.sha256}"`,
    });
  });

  it('206 and 416: gives parts', async () => {
    const part = await get(link, { range: 'bytes=1-3' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1-3/${PNG.length}`]);
    expect(await part.text()).toBe('PNG');
    const none = await get(link, { range: `bytes=${PNG.length}-` });
    expect([none.status, none.headers.get('content-range')]).toEqual([416, `bytes */${PNG.length}`]);
    const changed = await get(link, { range: 'bytes=1-3', 'if-range': '"other"' });
    expect(changed.status).toBe(200);
  });

  it('304: says when a browser has it already', async () => {
    expect((await get(link, { 'if-none-match': `"other", W/"${file.sha256}"` })).status).toBe(304);
  });

  it('200: tells its head alone', async () => {
    const head = await get(link, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(PNG.length)]);
    expect(await head.text()).toBe('');
  });

  it('403: opens with no other signature', async () => {
    const forged = await get(link.replace(/signature=.*/, 'signature=AAAA'));
    expect([forged.status, await forged.json()]).toEqual([
      403,
      {
        error: {
          type: 'gateway_error',
          code: 'media_link_invalid',
          message: 'This link to media is not valid',
        },
      },
    ]);
  });

  it('200, 401, 404: opens without a signature for keys of its project alone', async () => {
    const bare = link.replace(/\?.*/, '');
    const as = async (key: string) => (await get(bare, { authorization: `Bearer ${key}` })).status;
    expect([(await get(bare)).status, await as(TEST_KEY), await as(STRANGER)]).toEqual([401, 200, 404]);
  });

  it('405: takes nothing', async () => {
    expect((await get(link, {}, 'POST')).status).toBe(405);
  });

  it('410: says when the file is not kept any more', async () => {
    await files.remove([file]);
    const gone = await get(link);
    expect([gone.status, await gone.json()]).toMatchObject([410, { error: { code: 'media_expired' } }]);
  });
});
