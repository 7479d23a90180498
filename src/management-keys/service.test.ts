import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import type { Id } from '../core/ids.ts';
import { createMemberService, type Scope } from '../members/index.ts';
import { createManagementKeyService } from './index.ts';

const MINE: readonly Scope[] = ['keys:read', 'keys:write'];

describeOnEachDatabase('createManagementKeyService', (open) => {
  async function setUp() {
    const world = createDomainWorld(await open());
    await world.organizations.ensureDefault();
    const members = createMemberService(world);
    const account = await members.createOrganizationFor({ userId: 'ann', name: 'Ann' });
    const keys = createManagementKeyService(world);
    const create = (
      given: { organizationId?: Id<'org'>; scopes?: readonly Scope[]; expiresAtMs?: number } = {},
    ) =>
      keys.create({
        ...{ organizationId: given.organizationId ?? account.organizationId, name: ' ci ' },
        ...{ scopes: given.scopes ?? (['keys:read'] as const) },
        ...{ expiresAtMs: given.expiresAtMs ?? null, createdBy: 'ann', grantable: MINE },
      });
    return { ...world, members, keys, create };
  }

  it('gives out a string with a prefix and a checksum once, and keeps its hash alone', async () => {
    const { keys, create, database } = await setUp();
    const { key, secret } = await create();
    const text = secret.reveal();
    expect(text).toMatch(/^mk-tp-[0-9A-Za-z]{49}$/);
    expect(key).toMatchObject({ name: 'ci', preview: `mk-tp-…${text.slice(-4)}`, status: 'active' });
    const rows = JSON.stringify(await database.db.selectFrom('management_keys').selectAll().execute());
    expect(rows).not.toContain(text.slice(6));
    expect(await keys.find(text)).toMatchObject({ id: key.id, scopes: ['keys:read'] });
    expect(await keys.find(`${text.slice(0, -1)}${text.endsWith('a') ? 'b' : 'a'}`)).toBeNull();
  });

  it('finds none that is revoked, expired, or of an organization that was deleted', async () => {
    const { keys, create, organizations, members, advance, clock } = await setUp();
    const revoked = await create();
    await keys.revoke(revoked.key.id);
    expect(await keys.find(revoked.secret.reveal())).toBeNull();
    expect(await keys.get(revoked.key.id)).toMatchObject({ status: 'revoked' });

    const expiring = await create({ expiresAtMs: clock.nowMs() + 1_000 });
    expect(await keys.find(expiring.secret.reveal())).not.toBeNull();
    advance(1_000);
    expect(await keys.find(expiring.secret.reveal())).toBeNull();

    advance(1);
    const { organizationId } = await members.createOrganizationFor({ userId: 'bob', name: 'Bob' });
    const orphaned = await create({ organizationId });
    expect(await keys.find(orphaned.secret.reveal())).not.toBeNull();
    await organizations.remove(organizationId);
    expect(await keys.find(orphaned.secret.reveal())).toBeNull();
  });

  it('carries no permission that its maker does not have, and none is no key', async () => {
    const { create, clock } = await setUp();
    await expect(create({ scopes: ['keys:read', 'wallet:credit'] })).rejects.toMatchObject({
      code: 'management_forbidden',
      param: 'scopes.1',
    });
    await expect(create({ scopes: [] })).rejects.toMatchObject({ param: 'scopes' });
    await expect(create({ expiresAtMs: clock.nowMs() })).rejects.toMatchObject({ param: 'expires_at' });
  });

  it('notes its last use, to the minute', async () => {
    const { keys, create, clock, advance } = await setUp();
    const { key, secret } = await create();
    const firstMs = clock.nowMs();
    await keys.find(secret.reveal());
    advance(59_999);
    await keys.find(secret.reveal());
    expect((await keys.get(key.id)).lastUsedAtMs).toBe(firstMs);
    advance(1);
    await keys.find(secret.reveal());
    expect((await keys.get(key.id)).lastUsedAtMs).toBe(clock.nowMs());
  });
});
