import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { inspectBytes } from './inspect-bytes.ts';
import type { ByteRange, MediaFile, MediaFileRole, NewMediaFile } from './media-file.ts';
import type { MediaStorage } from './storage.ts';
import * as store from './store.ts';

/** The files of media tasks: kept, found, read and removed in time. */
export interface MediaFiles {
  /**
   * Keeps a file. Its task may have one at this place already, from a worker that died after it: then that
   * one is it, and the source is thrown away.
   * @throws {MediaRefusedError} for bytes that are not what they should be; nothing of them stays.
   */
  put(source: Readable | Buffer, file: NewMediaFile): Promise<MediaFile>;
  /** Null for one that never was; removed and expired ones are found, so that it can be said. */
  find(id: string): Promise<MediaFile | null>;
  /** The files of some tasks, in their order; removed and expired ones too. */
  ofTasks(taskIds: readonly Id<'task'>[], role: MediaFileRole): Promise<readonly MediaFile[]>;
  /** @throws {MediaMissingError} when its bytes are gone. */
  open(file: MediaFile, range?: ByteRange | null): Promise<Readable>;
  /** All of a file; for small ones. @throws {MediaMissingError} when its bytes are gone. */
  read(file: MediaFile): Promise<Buffer>;
  /** Whether a file can be read. */
  isThere(file: MediaFile): boolean;
  /** Removes the bytes of files; their rows stay. */
  remove(files: readonly MediaFile[]): Promise<void>;
  /** Removes at most so many files whose time is over, and says how many there were. */
  removeExpired(limit: number): Promise<number>;
  /** Removes bytes that no row speaks of: of uploads that were broken off, of rows that were not written. */
  sweep(): Promise<number>;
}

/** What the service works with. */
export interface MediaFilesDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly storage: MediaStorage;
}

/** Bytes without a row are left alone for so long: their row may be about to be written. */
const ORPHAN_AGE_MS = 24 * 3_600_000;
const SWEEP_BATCH = 500;

/** The files of one database and one storage. */
export function createMediaFiles({ database, clock, ids, storage }: MediaFilesDeps): MediaFiles {
  const { db } = database;
  const isThere = ({ isDeleted, expiresAtMs }: MediaFile): boolean =>
    !isDeleted && (expiresAtMs === null || expiresAtMs > clock.nowMs());

  async function atPlace({
    taskId,
    role,
    ordinal,
  }: Pick<MediaFile, 'taskId' | 'role' | 'ordinal'>): Promise<MediaFile | undefined> {
    const files = await store.selectFilesOf(db, [taskId], role);
    return files.find((file) => file.ordinal === ordinal);
  }

  async function removeOrphans(keys: readonly string[]): Promise<number> {
    const known = await store.selectKnown(db, keys);
    const orphans = keys.filter((key) => !known.has(key));
    await Promise.all(orphans.map((key) => storage.remove(key)));
    return orphans.length;
  }

  async function remove(files: readonly MediaFile[]): Promise<void> {
    if (files.length > 0) {
      // The row goes first: bytes without one are swept up, a row without bytes would promise a file.
      await store.markDeleted(
        db,
        files.map(({ id }) => id),
        clock.nowMs(),
      );
      await Promise.all(files.map(({ id }) => storage.remove(id)));
    }
  }

  return {
    async put(source, { kinds, maxBytes, keepMs, ...about }) {
      const chunks = chunksOf(source);
      const before = await atPlace(about);
      if (before !== undefined) {
        if (!Buffer.isBuffer(source)) {
          source.destroy();
        }
        return before;
      }
      const id = ids.next('file');
      const inspecting = inspectBytes(kinds, maxBytes);
      await storage.write(id, inspecting.pass(chunks));
      const createdAtMs = clock.nowMs();
      const expiresAtMs = keepMs === null ? null : createdAtMs + keepMs;
      const file = { id, ...about, ...inspecting.result(), createdAtMs, expiresAtMs, isDeleted: false };
      if (await store.insertFile(db, file)) {
        return file;
      }
      await storage.remove(id);
      return (await atPlace(about)) ?? file;
    },
    find: async (id) => (await store.selectFile(db, id)) ?? null,
    ofTasks: (taskIds, role) => store.selectFilesOf(db, taskIds, role),
    open: (file, range = null) => storage.open(file.id, range),
    read: async (file) => buffer(await storage.open(file.id, null)),
    isThere,
    remove,
    async removeExpired(limit) {
      const expired = await store.selectExpired(db, clock.nowMs(), limit);
      await remove(expired);
      return expired.length;
    },
    async sweep() {
      let removed = 0;
      let batch: string[] = [];
      for await (const key of storage.keysBefore(clock.nowMs() - ORPHAN_AGE_MS)) {
        batch.push(key);
        if (batch.length === SWEEP_BATCH) {
          removed += await removeOrphans(batch);
          batch = [];
        }
      }
      return removed + (batch.length === 0 ? 0 : await removeOrphans(batch));
    },
  };
}

function chunksOf(source: Readable | Buffer): AsyncIterable<Buffer> | Iterable<Buffer> {
  if (Buffer.isBuffer(source)) {
    return [source];
  }
  // One that breaks before it is read says so when it is read.
  source.on('error', () => undefined);
  return source;
}
