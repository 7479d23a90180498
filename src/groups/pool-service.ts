import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import { type Database, type Executor, refuseInUse, refuseTaken } from '../db/index.ts';

/** What every stored group has beside what it was given. */
export interface Stored<P extends 'grp' | 'ibg'> {
  readonly id: Id<P>;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What the services of both kinds of group are made with. */
export interface GroupServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Awaited after each change was committed. */
  onChange(): Promise<void>;
}

/** What the two kinds of group differ in; `Fields` is what one is given. */
interface PoolKind<P extends 'grp' | 'ibg', Fields> {
  readonly prefix: P;
  /** How messages call it: "group". */
  readonly noun: string;
  /** Returns the fields as they are stored. @throws {Refusal} naming the field at fault. */
  check(fields: Fields): Fields;
  selectAll(db: Executor): Promise<(Fields & Stored<P>)[]>;
  insert(db: Executor, group: Fields & Stored<P>): Promise<void>;
  update(db: Executor, group: Fields & Stored<P>): Promise<void>;
  remove(db: Executor, id: Id<P>): Promise<void>;
}

/** What is done with either kind of group. Changes are in force when a call returns. */
export interface PoolService<P extends 'grp' | 'ibg', Fields> {
  /** By name. */
  list(): Promise<(Fields & Stored<P>)[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<P>): Promise<Fields & Stored<P>>;
  findByName(name: string): Promise<(Fields & Stored<P>) | undefined>;
  /** @throws {Refusal} `invalid_request` naming the field, `conflict` when the name is taken. */
  create(fields: Fields): Promise<Fields & Stored<P>>;
  /** @throws {Refusal} as `create`, and `not_found`. */
  update(id: Id<P>, patch: Partial<Fields>): Promise<Fields & Stored<P>>;
  /** @throws {Refusal} `not_found`, `conflict` while keys that are not deleted are bound to it. */
  remove(id: Id<P>): Promise<void>;
}

/** The service of one kind of group: what general and image batch groups have in common. */
export function createPoolService<P extends 'grp' | 'ibg', Fields extends { readonly name: string }>(
  deps: GroupServiceDeps,
  kind: PoolKind<P, Fields>,
): PoolService<P, Fields> {
  const { database, clock, ids, onChange } = deps;
  return {
    list: () => kind.selectAll(database.db),
    get: (id) => requireGroup(database.db, kind, id),
    findByName: async (name) =>
      (await kind.selectAll(database.db)).find((group) => group.name === name.trim()),
    async create(fields) {
      const nowMs = clock.nowMs();
      const times = { createdAtMs: nowMs, updatedAtMs: nowMs };
      const group = { ...kind.check(fields), id: ids.next(kind.prefix), ...times };
      await refuseTaken(takenName(kind, group), () => kind.insert(database.db, group));
      await onChange();
      return group;
    },
    async update(id, patch) {
      const group = await database.transaction(async (tx) => {
        const old = await requireGroup(tx, kind, id);
        const checked = kind.check({ ...old, ...patch });
        const changed = { ...checked, id, createdAtMs: old.createdAtMs, updatedAtMs: clock.nowMs() };
        await refuseTaken(takenName(kind, changed), () => kind.update(tx, changed));
        return changed;
      });
      await onChange();
      return group;
    },
    async remove(id) {
      const inUse = `the ${kind.noun} still has API keys; delete them or bind them elsewhere first`;
      await database.transaction(async (tx) => {
        await requireGroup(tx, kind, id);
        await refuseInUse(inUse, () => kind.remove(tx, id));
      });
      await onChange();
    },
  };
}

async function requireGroup<P extends 'grp' | 'ibg', Fields>(
  db: Executor,
  kind: PoolKind<P, Fields>,
  id: Id<P>,
): Promise<Fields & Stored<P>> {
  const found = (await kind.selectAll(db)).find((group) => group.id === id);
  if (found === undefined) {
    throw new Refusal('not_found', { message: `there is no ${kind.noun} ${id}` });
  }
  return found;
}

function takenName(kind: { readonly noun: string }, group: { readonly name: string }): string {
  return `the ${kind.noun} called "${group.name}" exists already`;
}
