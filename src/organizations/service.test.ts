import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld, insertKeyRow } from '../../test/support/domain-world.ts';

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

  it('makes, renames and deletes others, but not the one of the deployment', async () => {
    const world = createDomainWorld(await open());
    const { organizations, projects } = world;
    const first = await organizations.ensureDefault();
    world.advance(1);
    const other = await organizations.create(' Other ');
    expect(await organizations.rename(other, 'Default')).toMatchObject({ name: 'Default' });
    await organizations.rename(first.organizationId, 'Ours');
    expect(await organizations.ensureDefault()).toEqual(first);
    const projectId = await organizations.defaultProject(other);
    expect(await projects.get(projectId)).toMatchObject({ organizationId: other, name: 'Default' });
    const row = { organizationId: other, projectId, groupId: null };
    await insertKeyRow(world.database, { ...row, status: 'active' });
    await expect(organizations.remove(other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await organizations.get(other)).toMatchObject({ name: 'Default' });
    await world.database.db.updateTable('api_keys').set({ status: 'deleted' }).execute();
    await organizations.remove(other);
    for (const use of [
      () => organizations.get(other),
      () => organizations.rename(other, 'x'),
      () => organizations.remove(other),
    ]) {
      await expect(use()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await organizations.list()).map(({ name }) => name)).toEqual(['Ours']);
    await expect(organizations.remove(first.organizationId)).rejects.toMatchObject({ code: 'conflict' });
  });
});
