import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import { checkEntityName, insertProject, selectProjects, USUAL_SETTINGS } from '../projects/index.ts';
import { insertOrganization, selectOldestOrganization } from './store.ts';

const DEFAULT_NAME = 'Default';

/** An organization and the project that its things belong to when nobody says otherwise. */
export interface Account {
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
}

/** What accounts are made with. */
export interface AccountDeps {
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Makes an organization with its empty wallet and its project Default, as a part of a transaction.
 * @throws {Refusal} `invalid_request` when the name will not do.
 */
export async function insertAccount(tx: Transaction, deps: AccountDeps, name: string): Promise<Account> {
  const organizationId = deps.ids.next('org');
  await insertOrganization(tx, {
    id: organizationId,
    name: checkEntityName(name),
    createdAtMs: deps.clock.nowMs(),
  });
  return { organizationId, projectId: await insertDefaultProject(tx, deps, organizationId) };
}

/**
 * The account of the deployment itself: the oldest organization, made when there is none yet. Its age
 * decides, not its name, since anybody may call an organization Default.
 */
export async function ensureDefaultAccount(tx: Transaction, deps: AccountDeps): Promise<Account> {
  const oldest = await selectOldestOrganization(tx);
  return oldest === undefined
    ? insertAccount(tx, deps, DEFAULT_NAME)
    : { organizationId: oldest.id, projectId: await ensureDefaultProject(tx, deps, oldest.id) };
}

/** The project of an organization that things belong to when nobody says otherwise. */
export async function findDefaultProject(
  db: Executor,
  organizationId: Id<'org'>,
): Promise<Id<'proj'> | undefined> {
  const projects = await selectProjects(db, organizationId);
  return (projects.find(({ name }) => name === DEFAULT_NAME) ?? projects[0])?.id;
}

async function ensureDefaultProject(tx: Transaction, deps: AccountDeps, organizationId: Id<'org'>) {
  return (
    (await findDefaultProject(tx, organizationId)) ?? (await insertDefaultProject(tx, deps, organizationId))
  );
}

async function insertDefaultProject(tx: Transaction, { clock, ids }: AccountDeps, organizationId: Id<'org'>) {
  const id = ids.next('proj');
  await insertProject(tx, {
    id,
    organizationId,
    name: DEFAULT_NAME,
    ...USUAL_SETTINGS,
    createdAtMs: clock.nowMs(),
  });
  return id;
}
