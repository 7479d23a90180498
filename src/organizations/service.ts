import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Database } from '../db/index.ts';
import { insertProject, selectProjects } from '../projects/index.ts';
import { insertOrganization, type Organization, selectOrganization, selectOrganizations } from './store.ts';

const DEFAULT_NAME = 'Default';

/** The organization and project that things belong to when nobody says otherwise. */
export interface DefaultAccount {
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
}

/** What is done with organizations. */
export interface OrganizationService {
  /**
   * Creates the organization Default, its wallet and its project Default where there is no organization
   * yet; finds them otherwise. Every start calls it.
   */
  ensureDefault(): Promise<DefaultAccount>;
  list(): Promise<Organization[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'org'>): Promise<Organization>;
}

interface OrganizationServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Organizations: who owns a wallet and projects. */
export function createOrganizationService(deps: OrganizationServiceDeps): OrganizationService {
  const { database } = deps;
  let ensuring: Promise<DefaultAccount> | null = null;
  return {
    // Calls at the same time share one transaction, since PostgreSQL would let two find nothing.
    ensureDefault() {
      ensuring ??= ensureDefault(deps).finally(() => {
        ensuring = null;
      });
      return ensuring;
    },
    list: () => selectOrganizations(database.db),
    async get(id) {
      const found = await selectOrganization(database.db, id);
      if (found === undefined) {
        throw new Refusal('not_found', { message: `there is no organization ${id}` });
      }
      return found;
    },
  };
}

async function ensureDefault({ database, clock, ids }: OrganizationServiceDeps): Promise<DefaultAccount> {
  return database.transaction(async (tx) => {
    const createdAtMs = clock.nowMs();
    const all = await selectOrganizations(tx);
    const known = all.find((organization) => organization.name === DEFAULT_NAME) ?? all[0];
    const organizationId = known?.id ?? ids.next('org');
    if (known === undefined) {
      await insertOrganization(tx, { id: organizationId, name: DEFAULT_NAME, createdAtMs });
    }
    const projects = await selectProjects(tx, organizationId);
    const project = projects.find((candidate) => candidate.name === DEFAULT_NAME) ?? projects[0];
    const projectId = project?.id ?? ids.next('proj');
    if (project === undefined) {
      await insertProject(tx, {
        id: projectId,
        organizationId,
        name: DEFAULT_NAME,
        mode: 'credits',
        errorFormat: 'native',
        createdAtMs,
      });
    }
    return { organizationId, projectId };
  });
}
