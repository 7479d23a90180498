import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld, insertKeyRow } from '../../test/support/domain-world.ts';

describeOnEachDatabase('createProjectService', (open) => {
  async function setUp() {
    const database = await open();
    const world = createDomainWorld(database);
    const { organizationId, projectId } = await world.organizations.ensureDefault();
    const fields = { organizationId, name: ' Two ', mode: 'hybrid', errorFormat: 'flat' } as const;
    return { ...world, database, organizationId, projectId, fields };
  }

  it('creates, finds, changes and removes, and says so each time', async () => {
    const { projects, organizationId, projectId, fields, counted } = await setUp();
    const made = await projects.create(fields);
    expect(await projects.get(made.id)).toEqual({ ...fields, ...made, name: 'Two' });
    const changed = await projects.update(made.id, { name: 'Three', mode: 'api-keys' });
    expect(await projects.findByName(organizationId, 'Three')).toEqual(changed);
    expect(changed).toMatchObject({ mode: 'api-keys', errorFormat: 'flat' });
    expect((await projects.list(organizationId)).map(({ name }) => name).sort()).toEqual([
      'Default',
      'Three',
    ]);
    await projects.remove(made.id);
    expect((await projects.list()).map(({ id }) => id)).toEqual([projectId]);
    expect(counted.changes).toBe(3);
  });

  it('refuses a name that is taken, empty or too long, and an organization that is not there', async () => {
    const { projects, fields } = await setUp();
    const made = await projects.create(fields);
    await expect(projects.create(fields)).rejects.toMatchObject({ code: 'conflict', param: 'name' });
    await expect(projects.update(made.id, { name: 'Default' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(projects.create({ ...fields, name: '  ' })).rejects.toMatchObject({ param: 'name' });
    await expect(projects.create({ ...fields, name: 'x'.repeat(101) })).rejects.toMatchObject({
      param: 'name',
    });
    await expect(
      projects.create({ ...fields, name: 'Four', organizationId: 'org_none' }),
    ).rejects.toMatchObject({ param: 'organization_id' });
  });

  it('refuses to remove the last project and one with keys, but not one whose keys are deleted', async () => {
    const { projects, database, organizationId, projectId, fields } = await setUp();
    await expect(projects.remove(projectId)).rejects.toMatchObject({ code: 'conflict' });
    await expect(projects.remove('proj_none')).rejects.toMatchObject({ code: 'not_found' });
    const other = await projects.create(fields);
    await insertKeyRow(database, { organizationId, projectId, groupId: null, status: 'active' });
    await insertKeyRow(database, { organizationId, projectId: other.id, groupId: null, status: 'deleted' });
    await expect(projects.remove(projectId)).rejects.toMatchObject({ code: 'conflict' });
    await projects.remove(other.id);
  });
});
