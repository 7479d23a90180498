import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Database } from '../db/index.ts';
import { checkEntityName } from '../projects/index.ts';
import {
  type Account,
  type AccountDeps,
  ensureDefaultAccount,
  findDefaultProject,
  insertAccount,
} from './account.ts';
import {
  hasLiveKeys,
  markDeleted,
  type Organization,
  renameOrganization,
  selectOldestOrganization,
  selectOrganization,
  selectOrganizations,
} from './store.ts';

/** What is done with organizations. */
export interface OrganizationService {
  /**
   * Creates the organization Default, its wallet and its project Default where there is no organization
   * yet; finds them otherwise. Every start calls it.
   */
  ensureDefault(): Promise<Account>;
  list(): Promise<Organization[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'org'>): Promise<Organization>;
  /** The project that a new key belongs to when it names none. @throws {Refusal} `not_found`. */
  defaultProject(id: Id<'org'>): Promise<Id<'proj'>>;
  /** Makes one with a wallet and a project, without members. @throws {Refusal} `invalid_request`. */
  create(name: string): Promise<Id<'org'>>;
  /** @throws {Refusal} `not_found`; `invalid_request` when the name will not do. */
  rename(id: Id<'org'>, name: string): Promise<Organization>;
  /** @throws {Refusal} `not_found`; `conflict` while it has API keys, and for the organization Default. */
  remove(id: Id<'org'>): Promise<void>;
}

/** What the service works with. */
export interface OrganizationServiceDeps extends AccountDeps {
  readonly database: Database;
}

/** Organizations: who owns a wallet, projects and members. */
export function createOrganizationService(deps: OrganizationServiceDeps): OrganizationService {
  const { database } = deps;
  let ensuring: Promise<Account> | null = null;
  return {
    // Calls at the same time share one transaction, since PostgreSQL would let two find nothing.
    ensureDefault() {
      ensuring ??= database
        .transaction((tx) => ensureDefaultAccount(tx, deps))
        .finally(() => {
          ensuring = null;
        });
      return ensuring;
    },
    list: () => selectOrganizations(database.db),
    get: async (id) => (await selectOrganization(database.db, id)) ?? refuseMissing(id),
    defaultProject: async (id) => (await findDefaultProject(database.db, id)) ?? refuseMissing(id),
    create: async (name) =>
      (await database.transaction((tx) => insertAccount(tx, deps, name))).organizationId,
    async rename(id, name) {
      const checked = checkEntityName(name);
      if (!(await renameOrganization(database.db, id, checked))) {
        refuseMissing(id);
      }
      return (await selectOrganization(database.db, id)) ?? refuseMissing(id);
    },
    remove: (id) =>
      database.transaction(async (tx) => {
        if ((await selectOldestOrganization(tx))?.id === id) {
          throw new Refusal('conflict', { message: 'the organization of the deployment cannot be deleted' });
        }
        // Marked first: on PostgreSQL the row stays locked while the keys are looked for.
        if (!(await markDeleted(tx, id))) {
          refuseMissing(id);
        }
        if (await hasLiveKeys(tx, id)) {
          throw new Refusal('conflict', {
            message: 'the organization still has API keys; delete them first',
          });
        }
      }),
  };
}

function refuseMissing(id: Id<'org'>): never {
  throw new Refusal('not_found', { message: `there is no organization ${id}` });
}
