import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import {
  type ObjectStore,
  STORE_KEYS,
  STORE_PLACE,
  startObjectStore,
} from '../../test/support/object-store.ts';
import { Secret } from '../core/secret.ts';
import type { Database } from '../db/index.ts';
import { createOutbound } from '../upstream/index.ts';
import {
  createDiskStorage,
  createMediaFiles,
  createS3Storage,
  MediaMissingError,
  MediaRefusedError,
  type MediaStorage,
} from './index.ts';
import type { NewMediaFile } from './media-file.ts';
import { NO_PICTURE, PNG } from './testing/samples.ts';

const DAY_MS = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'turnpike-media-'));
const outbound = createOutbound({ connectTimeoutMs: 5_000, useProxy: false });
let objectStore: ObjectStore;
beforeAll(async () => {
  objectStore = await startObjectStore();
});
afterAll(async () => {
  await Promise.all([objectStore.close(), outbound.close()]);
  rmSync(folder, { recursive: true });
});

function newFile(more: Partial<NewMediaFile> = {}): NewMediaFile {
  return {
    ...{ organizationId: 'org_1', projectId: 'proj_1', taskId: 'task_1', role: 'output', ordinal: 0 },
    ...{ seconds: null, kinds: ['image'], maxBytes: 1_000_000, keepMs: DAY_MS },
    ...more,
  };
}

function setUp(database: Database, makeStorage: () => MediaStorage) {
  const world = createDomainWorld(database);
  const storage = makeStorage();
  return { ...world, storage, files: createMediaFiles({ ...world, storage }) };
}

function s3(): MediaStorage {
  const secrets = {
    accessKeyId: new Secret(STORE_KEYS.accessKeyId),
    secretAccessKey: new Secret(STORE_KEYS.secretAccessKey),
  };
  const clock = { nowMs: Date.now, monotonicMs: Date.now };
  const place = { endpoint: objectStore.url, ...STORE_PLACE, ...secrets };
  return createS3Storage({ place, outbound, clock, spoolFolder: join(folder, 'spool') });
}

const STORAGES = [
  ['on disk', () => createDiskStorage(join(folder, 'disk'))],
  ['in an object store', s3],
] as const;

describeOnEachDatabase('media files', (openDatabase) => {
  describe.each(STORAGES)('%s', (_name, makeStorage) => {
    afterEach(() => objectStore.objects.clear());

    it('are kept with what their bytes are, and read whole and in part', async () => {
      const { files } = setUp(await openDatabase(), makeStorage);
      const kept = await files.put(Readable.from([PNG.subarray(0, 5), PNG.subarray(5)]), newFile());
      expect(kept).toMatchObject({
        mediaType: 'image/png',
        bytes: PNG.length,
        sha256: createHash('sha256').update(PNG).digest('hex'),
      });
      expect(await files.read(kept)).toEqual(PNG);
      const part = await (await files.open(kept, { start: 1, end: 3 })).toArray();
      expect(Buffer.concat(part)).toEqual(PNG.subarray(1, 4));
      expect(await files.find(kept.id)).toEqual(kept);
      expect(await files.ofTasks(['task_1'], 'output')).toEqual([kept]);
      expect(await files.ofTasks(['task_2'], 'output')).toEqual([]);
    });

    it('of one place are kept once, however often a worker begins again', async () => {
      const { files } = setUp(await openDatabase(), makeStorage);
      const first = await files.put(PNG, newFile());
      expect(await files.put(PNG, newFile())).toEqual(first);
      const both = await Promise.all([1, 2].map(() => files.put(PNG, newFile({ ordinal: 1 }))));
      expect(both[0]).toEqual(both[1]);
      expect(await files.read(both[0] ?? first)).toEqual(PNG);
    });

    it.each([
      ['text that says it is a picture', NO_PICTURE, {}, 'wrong_type'],
      ['a picture where a film is wanted', PNG, { kinds: ['video'] as const }, 'wrong_type'],
      ['more bytes than are taken', PNG, { maxBytes: PNG.length - 1 }, 'too_large'],
      ['nothing', Buffer.alloc(0), {}, 'empty'],
    ])('are refused for %s, and nothing stays', async (_what, bytes, more, reason) => {
      const { files, storage, clock } = setUp(await openDatabase(), makeStorage);
      const before = await keysOf(storage);
      const refused = files.put(Readable.from([bytes]), newFile(more));
      await expect(refused).rejects.toThrow(MediaRefusedError);
      await expect(refused).rejects.toMatchObject({ reason });
      expect(await keysOf(storage)).toEqual(before);
      expect(await files.ofTasks(['task_1'], 'output')).toEqual([]);
      expect(clock.nowMs()).toBeGreaterThan(0);
    });

    it('leave nothing when their source breaks half-way', async () => {
      const { files, storage } = setUp(await openDatabase(), makeStorage);
      const before = await keysOf(storage);
      const source = new Readable({ read() {} });
      source.push(PNG.subarray(0, 20));
      setImmediate(() => source.destroy(new Error('the upstream hung up')));
      await expect(files.put(source, newFile())).rejects.toThrow('the upstream hung up');
      expect(await keysOf(storage)).toEqual(before);
    });

    it('go when their time is over, and say so', async () => {
      const { files, advance } = setUp(await openDatabase(), makeStorage);
      const kept = await files.put(PNG, newFile());
      const forEver = await files.put(PNG, newFile({ ordinal: 1, keepMs: null }));
      expect(await files.removeExpired(10)).toBe(0);
      advance(DAY_MS);
      expect(files.isThere(kept)).toBe(false);
      expect(await files.removeExpired(10)).toBe(1);
      expect(await files.removeExpired(10)).toBe(0);
      expect(await files.find(kept.id)).toMatchObject({ isDeleted: true });
      await expect(files.read(kept)).rejects.toThrow(MediaMissingError);
      expect(await files.read(forEver)).toEqual(PNG);
    });
  });

  it('are swept up where no row speaks of them, once they are old', async () => {
    const disk = join(folder, `sweep-${crypto.randomUUID()}`);
    const { files, storage, clock } = setUp(await openDatabase(), () => createDiskStorage(disk));
    const kept = await files.put(PNG, newFile());
    await storage.write('file_orphan', Readable.from([PNG]));
    await storage.write('file_new', Readable.from([PNG]));
    writeFileSync(join(disk, 'an', 'file_begun.part'), 'half');
    const old = (clock.nowMs() - 2 * DAY_MS) / 1_000;
    for (const name of namesIn(disk)) {
      if (!name.endsWith('file_new')) {
        utimesSync(join(disk, name), old, old);
      }
    }
    expect(await files.sweep()).toBe(1);
    expect(
      namesIn(disk)
        .map((name) => name.slice(3))
        .sort(),
    ).toEqual(['file_new', kept.id].sort());
  });
});

async function keysOf(storage: MediaStorage): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of storage.keysBefore(Date.now() + DAY_MS)) {
    keys.push(key);
  }
  return keys;
}

function namesIn(place: string): string[] {
  return readdirSync(place, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(place, name)).isFile());
}
