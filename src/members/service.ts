import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Database, Transaction } from '../db/index.ts';
import { type Account, type AccountDeps, insertAccount } from '../organizations/index.ts';
import { checkMayTouch, checkOwnerStays } from './member-rules.ts';
import type { Role } from './permissions.ts';
import {
  deleteMember,
  insertMember,
  lockMembers,
  type Member,
  type Membership,
  selectMember,
  selectMembers,
  selectMemberships,
  updateRole,
} from './store.ts';

/** What is done with the members of organizations. */
export interface MemberService {
  /** Where a person is a member, the oldest first. */
  membershipsOf(userId: string): Promise<Membership[]>;
  /** The members of an organization; null is of every one. */
  list(organizationId: Id<'org'> | null): Promise<Member[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'mem'>): Promise<Member>;
  /**
   * Gives a member another role; `by` is what the one who does it may act as.
   * @throws {Refusal} `not_found`; `management_forbidden` above one's own role; `conflict` for the last owner.
   */
  changeRole(id: Id<'mem'>, role: Role, by: Role): Promise<Member>;
  /** @throws {Refusal} as `changeRole`. */
  remove(id: Id<'mem'>, by: Role): Promise<void>;
  /**
   * Makes an organization with its wallet and its project Default, which a person owns, all or nothing.
   * What a sign-up calls; `name` is what the organization is called.
   * @throws {Refusal} `invalid_request` when the name will not do.
   */
  createOrganizationFor(user: { readonly userId: string; readonly name: string }): Promise<Account>;
}

/** What the service works with. */
export interface MemberServiceDeps extends AccountDeps {
  readonly database: Database;
}

/** The members of organizations. */
export function createMemberService(deps: MemberServiceDeps): MemberService {
  const { database, clock, ids } = deps;

  /** Changes a member while nobody else changes one of the same organization. */
  async function change(id: Id<'mem'>, work: (tx: Transaction, member: Member) => Promise<void>) {
    await database.transaction(async (tx) => {
      await lockMembers(tx, (await requireMember(tx, id)).organizationId);
      await work(tx, await requireMember(tx, id));
    });
  }

  return {
    membershipsOf: (userId) => selectMemberships(database.db, userId),
    list: (organizationId) => selectMembers(database.db, organizationId),
    get: async (id) => (await selectMember(database.db, id)) ?? refuseMissing(),
    async changeRole(id, role, by) {
      await change(id, async (tx, member) => {
        checkMayTouch(by, member.role, role);
        if (role !== 'owner') {
          checkOwnerStays(await selectMembers(tx, member.organizationId), id);
        }
        await updateRole(tx, id, role);
      });
      return (await selectMember(database.db, id)) ?? refuseMissing();
    },
    remove: (id, by) =>
      change(id, async (tx, member) => {
        checkMayTouch(by, member.role);
        checkOwnerStays(await selectMembers(tx, member.organizationId), id);
        await deleteMember(tx, id);
      }),
    createOrganizationFor: ({ userId, name }) =>
      database.transaction(async (tx) => {
        const account = await insertAccount(tx, deps, name);
        const { organizationId } = account;
        await insertMember(tx, {
          id: ids.next('mem'),
          organizationId,
          userId,
          role: 'owner',
          createdAtMs: clock.nowMs(),
        });
        return account;
      }),
  };
}

async function requireMember(tx: Transaction, id: Id<'mem'>): Promise<Member> {
  return (await selectMember(tx, id)) ?? refuseMissing();
}

function refuseMissing(): never {
  throw new Refusal('not_found', { message: 'there is no such member' });
}
