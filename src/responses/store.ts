import { type Expression, sql } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { StoredResponsesTable } from '../db/tables.ts';

/** A row of `stored_responses`; what is sealed in it stays sealed. */
export type ResponseRow = StoredResponsesTable;

/** Writes rows, each in the place of an older one of the same response. No two may be of one response. */
export async function upsertResponses(db: Executor, rows: readonly ResponseRow[]): Promise<void> {
  await db
    .insertInto('stored_responses')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['project_id', 'id']).doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        content_box: eb.ref('excluded.content_box'),
        conversation_bytes: eb.ref('excluded.conversation_bytes'),
      })),
    )
    .execute();
}

/** One response of a project that has not expired, or undefined. */
export async function selectResponse(
  db: Executor,
  projectId: Id<'proj'>,
  id: string,
  nowMs: number,
): Promise<ResponseRow | undefined> {
  return db
    .selectFrom('stored_responses')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .where('expires_at', '>', nowMs)
    .executeTakeFirst();
}

/** A response and those it continued, the newest first, `limit` of them and no more. */
export async function selectChain(
  db: Executor,
  projectId: Id<'proj'>,
  id: string,
  nowMs: number,
  limit: number,
): Promise<ResponseRow[]> {
  return db
    .withRecursive('chain', (make) =>
      make
        .selectFrom('stored_responses')
        .select(['id', 'previous_id', zero().as('depth')])
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .unionAll(
          make
            .selectFrom('stored_responses')
            .innerJoin('chain', 'chain.previous_id', 'stored_responses.id')
            .select(['stored_responses.id', 'stored_responses.previous_id', deeper().as('depth')])
            .where('stored_responses.project_id', '=', projectId)
            .where('chain.depth', '<', limit - 1),
        ),
    )
    .selectFrom('chain')
    .innerJoin('stored_responses', 'stored_responses.id', 'chain.id')
    .selectAll('stored_responses')
    .where('stored_responses.project_id', '=', projectId)
    .where('stored_responses.expires_at', '>', nowMs)
    .orderBy('chain.depth')
    .execute();
}

function zero(): ReturnType<typeof sql<number>> {
  return sql<number>`0`;
}

function deeper(): ReturnType<typeof sql<number>> {
  return sql<number>`chain.depth + 1`;
}

/** Removes a response. */
export async function deleteResponse(db: Executor, projectId: Id<'proj'>, id: string): Promise<void> {
  await db.deleteFrom('stored_responses').where('project_id', '=', projectId).where('id', '=', id).execute();
}

/** Removes at most `limit` responses that have expired, the oldest first, and says how many. */
export async function deleteExpired(db: Executor, nowMs: number, limit: number): Promise<number> {
  const expired = await db
    .selectFrom('stored_responses')
    .select(['project_id', 'id'])
    .where('expires_at', '<=', nowMs)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  for (const { project_id, id } of expired) {
    await deleteResponse(db, project_id as Id<'proj'>, id);
  }
  return expired.length;
}

/** The responses of the background that were begun before `beforeMs` and are not over. */
export async function selectUnfinished(db: Executor, beforeMs: number): Promise<ResponseRow[]> {
  return db
    .selectFrom('stored_responses')
    .selectAll()
    .where('is_background', '=', literalOne())
    .where('status', 'in', ['queued', 'in_progress'])
    .where('created_at', '<', beforeMs)
    .execute();
}

/** Written out, so that the partial index on it is used. */
function literalOne(): Expression<number> {
  return sql.lit(1);
}
