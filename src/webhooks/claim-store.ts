import { type SqlBool, sql } from 'kysely';
import type { Database, Executor } from '../db/index.ts';

/** A delivery that this process tries now, for as long as its lease. */
export interface Claim {
  readonly id: string;
  readonly messageId: string;
  readonly body: string;
  readonly endpointId: string | null;
  readonly projectId: string;
  readonly callbackUrl: string | null;
  readonly receiver: string;
  readonly attempts: number;
  readonly failures: number;
  /** What the row is written back under: whoever took it over has another one. */
  readonly leasedUntilMs: number;
}

/** What is taken at once. */
export interface ClaimBounds {
  readonly nowMs: number;
  readonly leasedUntilMs: number;
  readonly limit: number;
  /** Most for one receiver, so that one with many deliveries leaves places for the others. */
  readonly perReceiver: number;
  /** How many of each are running already. */
  readonly running: ReadonlyMap<string, number>;
}

/**
 * Takes deliveries that are due and that nobody has. An event of a task waits for the ones before it at the
 * same receiver. Two processes may find the same ones; the update gives each to one of them.
 */
export async function claimDue({ db }: Database, bounds: ClaimBounds): Promise<Claim[]> {
  const found = await findDue(db, bounds);
  if (found.length === 0) {
    return [];
  }
  const taken = await db
    .updateTable('webhook_deliveries')
    .set({ leased_until: bounds.leasedUntilMs })
    .where('id', 'in', found)
    .where('status', '=', 'pending')
    .where('next_attempt_at', '<=', bounds.nowMs)
    .where(isFree(bounds.nowMs))
    .returning('id')
    .execute();
  return taken.length === 0
    ? []
    : await selectClaims(
        db,
        taken.map(({ id }) => id),
        bounds.leasedUntilMs,
      );
}

async function findDue(db: Executor, bounds: ClaimBounds): Promise<string[]> {
  const { nowMs, limit, perReceiver, running } = bounds;
  const full = [...running].filter(([, count]) => count >= perReceiver).map(([receiver]) => receiver);
  const isOpen = full.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`receiver not in (${sql.join(full)})`;
  const { rows } = await sql<{ id: string; receiver: string }>`
    select id, receiver from (
      select id, receiver, next_attempt_at,
        row_number() over (partition by receiver order by next_attempt_at, id) as place
      from webhook_deliveries as due
      where status = 'pending' and next_attempt_at <= ${nowMs} and ${isFree(nowMs)} and ${isOpen}
        and not exists (
          select 1 from webhook_deliveries as earlier
          where earlier.task_id = due.task_id and earlier.receiver = due.receiver
            and earlier.status = 'pending' and earlier.sequence < due.sequence
        )
    ) as placed
    where place <= ${perReceiver} order by next_attempt_at, id limit ${limit}`.execute(db);
  const counts = new Map(running);
  return rows
    .filter(({ receiver }) => {
      const count = (counts.get(receiver) ?? 0) + 1;
      counts.set(receiver, count);
      return count <= perReceiver;
    })
    .map(({ id }) => id);
}

async function selectClaims(db: Executor, ids: readonly string[], leasedUntilMs: number): Promise<Claim[]> {
  const rows = await db
    .selectFrom('webhook_deliveries as delivery')
    .innerJoin('webhook_messages as message', 'message.id', 'delivery.message_id')
    .select([
      ...(['delivery.id', 'message_id', 'body', 'endpoint_id', 'project_id', 'callback_url'] as const),
      ...(['receiver', 'attempts', 'failures'] as const),
    ])
    .where('delivery.id', 'in', ids)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    messageId: row.message_id,
    body: row.body,
    endpointId: row.endpoint_id,
    projectId: row.project_id,
    callbackUrl: row.callback_url,
    receiver: row.receiver,
    attempts: row.attempts,
    failures: row.failures,
    leasedUntilMs,
  }));
}

/** What came of a try, and what follows from it. */
export interface TryEnd {
  readonly claim: Claim;
  readonly status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  readonly nextAttemptAtMs: number | null;
  /** Null where nothing was tried. */
  readonly attempt: {
    readonly startedAtMs: number;
    readonly totalMs: number;
    readonly answerStatus: number | null;
    readonly error: string | null;
    readonly answer: string | null;
  } | null;
  /** Why there will be no other try, where that is not what was answered. */
  readonly error: string | null;
  readonly nowMs: number;
}

/** Frees what dead processes were trying. */
export async function takeOverDeliveries(db: Executor): Promise<void> {
  await db
    .updateTable('webhook_deliveries')
    .set({ leased_until: null })
    .where('status', '=', 'pending')
    .where('leased_until', 'is not', null)
    .execute();
}

/** Writes down a try; nothing when the lease was over and somebody else has the delivery. */
export async function finishTry(db: Executor, end: TryEnd): Promise<boolean> {
  const { claim, attempt, status } = end;
  const tries = attempt === null ? 0 : 1;
  const result = await db
    .updateTable('webhook_deliveries')
    .set({
      ...{ status, leased_until: null, next_attempt_at: end.nextAttemptAtMs },
      attempts: claim.attempts + tries,
      failures: claim.failures + (status === 'succeeded' ? 0 : tries),
      ...(attempt === null ? {} : { answer_status: attempt.answerStatus }),
      error: end.error ?? attempt?.error ?? null,
      finished_at: status === 'pending' ? null : end.nowMs,
    })
    .where('id', '=', claim.id)
    .where('leased_until', '=', claim.leasedUntilMs)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) {
    return false;
  }
  if (attempt !== null) {
    await db
      .insertInto('webhook_attempts')
      .values({
        ...{ delivery_id: claim.id, ordinal: claim.attempts + 1 },
        ...{ started_at: attempt.startedAtMs, total_ms: attempt.totalMs },
        ...{ answer_status: attempt.answerStatus, error: attempt.error, answer: attempt.answer },
      })
      .execute();
  }
  return true;
}

function isFree(nowMs: number) {
  return sql<SqlBool>`(leased_until is null or leased_until <= ${nowMs})`;
}
