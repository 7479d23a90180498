import type { Id } from '../../core/ids.ts';
import type { Offer, Pool, Snapshot } from '../../routing/index.ts';
import type { Task } from '../task.ts';

/**
 * What a task may be sent to now: offers of its pool, or of its organization's own, at whose price it was
 * accepted. Without prices of today: those were agreed.
 */
export function offersFor(task: Task, snapshot: Snapshot): Offer[] {
  const agreed = new Set(task.terms.flatMap(({ channelIds }) => channelIds));
  return poolsOf(task, snapshot).flatMap((pool) =>
    (pool.offers.get(task.model) ?? []).filter(({ channel }) => agreed.has(channel.id)),
  );
}

function poolsOf({ poolId, organizationId }: Task, snapshot: Snapshot): readonly Pool[] {
  const shared =
    snapshot.imageBatchGroups.get(poolId as Id<'ibg'>) ?? snapshot.groups.get(poolId as Id<'grp'>);
  const own = snapshot.own.get(organizationId);
  return [shared, own].filter((pool) => pool !== undefined);
}
