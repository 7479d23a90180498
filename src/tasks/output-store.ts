import type { Id } from '../core/ids.ts';
import type { Transaction } from '../db/index.ts';
import type { StoredOutput } from './task.ts';

/** Notes with a task that a file of it was removed; false, and nothing happens, while it is not over. */
export async function markFileRemoved(
  tx: Transaction,
  taskId: Id<'task'>,
  fileId: Id<'file'>,
): Promise<boolean> {
  const row = await tx
    .selectFrom('tasks')
    .select(['outputs', 'ended_at'])
    .where('id', '=', taskId)
    .executeTakeFirst();
  if (row !== undefined && row.ended_at === null) {
    return false;
  }
  const outputs: StoredOutput[] = row?.outputs == null ? [] : JSON.parse(row.outputs);
  if (outputs.some(({ id }) => id === fileId)) {
    const left = outputs.map((file) => (file.id === fileId ? { ...file, isDeleted: true } : file));
    await tx
      .updateTable('tasks')
      .set({ outputs: JSON.stringify(left) })
      .where('id', '=', taskId)
      .execute();
  }
  return true;
}
