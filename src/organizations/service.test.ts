import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';

describeOnEachDatabase('createOrganizationService', (open) => {
  it('makes the organization Default with an empty wallet and a project once', async () => {
    const database = await open();
    const world = createDomainWorld(database);
    const [first, second] = await Promise.all([
      world.organizations.ensureDefault(),
      world.organizations.ensureDefault(),
    ]);
    const later = await world.organizations.ensureDefault();
    expect([second, later]).toEqual([first, first]);
    expect(await world.organizations.list()).toEqual([
      { id: first.organizationId, name: 'Default', createdAtMs: world.clock.nowMs() },
    ]);
    expect(await world.projects.list()).toMatchObject([
      { id: first.projectId, name: 'Default', mode: 'credits', errorFormat: 'native' },
    ]);
    const wallets = await database.db.selectFrom('wallets').selectAll().execute();
    expect(wallets).toMatchObject([{ organization_id: first.organizationId, granted_nano: 0, held_nano: 0 }]);
  });

  it('gets one by id and says so when there is none', async () => {
    const { organizations } = createDomainWorld(await open());
    const { organizationId } = await organizations.ensureDefault();
    expect((await organizations.get(organizationId)).name).toBe('Default');
    await expect(organizations.get('org_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
