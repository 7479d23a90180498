import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { MediaFilesTable } from '../db/tables.ts';
import type { MediaFile, MediaFileRole } from './media-file.ts';

/** Adds a file; false when its task has one at this place already. */
export async function insertFile(db: Executor, file: MediaFile): Promise<boolean> {
  const result = await db
    .insertInto('media_files')
    .values(rowOf(file))
    .onConflict((conflict) => conflict.columns(['task_id', 'role', 'ordinal']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** One file, removed ones too. */
export async function selectFile(db: Executor, id: string): Promise<MediaFile | undefined> {
  const row = await db.selectFrom('media_files').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : fileOf(row);
}

/** The files of some tasks by task, role and place; removed ones too. */
export async function selectFilesOf(
  db: Executor,
  taskIds: readonly Id<'task'>[],
  role: MediaFileRole,
): Promise<MediaFile[]> {
  if (taskIds.length === 0) {
    return [];
  }
  const rows = await db
    .selectFrom('media_files')
    .selectAll()
    .where('task_id', 'in', taskIds)
    .where('role', '=', role)
    .orderBy('task_id')
    .orderBy('ordinal')
    .execute();
  return rows.map(fileOf);
}

/** Files that are there though their time is over, oldest first. */
export async function selectExpired(db: Executor, nowMs: number, limit: number): Promise<MediaFile[]> {
  const rows = await db
    .selectFrom('media_files')
    .selectAll()
    .where('deleted_at', 'is', null)
    .where('expires_at', '<=', nowMs)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(fileOf);
}

/** Which of these ids are those of files that are there. */
export async function selectKnown(db: Executor, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('media_files')
    .select('id')
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Says that the bytes of these files are gone. */
export async function markDeleted(db: Executor, ids: readonly Id<'file'>[], nowMs: number): Promise<void> {
  await db
    .updateTable('media_files')
    .set({ deleted_at: nowMs })
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute();
}

function rowOf(file: MediaFile): MediaFilesTable {
  return {
    id: file.id,
    organization_id: file.organizationId,
    project_id: file.projectId,
    task_id: file.taskId,
    role: file.role,
    ordinal: file.ordinal,
    media_type: file.mediaType,
    bytes: file.bytes,
    sha256: file.sha256,
    seconds: file.seconds,
    created_at: file.createdAtMs,
    expires_at: file.expiresAtMs,
    deleted_at: null,
  };
}

function fileOf(row: MediaFilesTable): MediaFile {
  return {
    id: row.id as Id<'file'>,
    organizationId: row.organization_id as Id<'org'>,
    projectId: row.project_id as Id<'proj'>,
    taskId: row.task_id as Id<'task'>,
    role: row.role,
    ordinal: row.ordinal,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
    seconds: row.seconds,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    isDeleted: row.deleted_at !== null,
  };
}
