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

  it('keeps every setting, and refuses what it cannot mean, naming it', async () => {
    const { projects, groups, fields } = await setUp();
    const group = await groups.create({
      ...{ name: 'g', platforms: ['openai'], multiplierPpm: 1_000_000, translate: true },
    });
    const settings = {
      iamRules: [{ type: 'deny_models', values: ['gpt-*'] }] as const,
      ipAllow: ['10.0.0.0/8', '2001:db8::/32'],
      ipDeny: ['10.1.2.3'],
      monthlyBudgetNano: 5_000_000_000,
      hashOnly: true,
      defaultGroupId: group.id,
      mediaRetentionDays: 7,
    };
    const made = await projects.create({ ...fields, ...settings });
    expect(await projects.get(made.id)).toEqual({ ...made, ...settings });
    for (const [patch, param] of [
      [{ iamRules: [{ type: 'deny_models', values: [] }] as const }, 'iam_rules.0.values'],
      [{ ipAllow: ['10.0.0.0/8', 'nowhere'] }, 'ip_allow.1'],
      [{ ipDeny: ['10.0.0.0/33'] }, 'ip_deny.0'],
      [{ monthlyBudgetNano: -1 }, 'monthly_budget'],
      [{ mediaRetentionDays: -1 }, 'media_retention_days'],
      [{ mediaRetentionDays: 3_651 }, 'media_retention_days'],
    ] as const) {
      await expect(projects.update(made.id, patch)).rejects.toMatchObject({ param });
    }
    await groups.remove(group.id);
    expect(await projects.get(made.id)).toMatchObject({ defaultGroupId: null, hashOnly: true });
  });

  it('signs webhooks with one secret, until that is rotated', async () => {
    const { projects, database, projectId } = await setUp();
    const secrets = await Promise.all([1, 2, 3].map(() => projects.webhookSecret(projectId)));
    const texts = new Set(secrets.map((secret) => secret.reveal()));
    const [first = ''] = texts;
    expect([texts.size, first]).toEqual([1, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
    const rows = JSON.stringify(await database.db.selectFrom('projects').selectAll().execute());
    expect(rows).not.toContain(first.slice(6));
    const rotated = (await projects.rotateWebhookSecret(projectId)).reveal();
    expect([rotated === first, (await projects.webhookSecret(projectId)).reveal()]).toEqual([false, rotated]);
    await expect(projects.webhookSecret('proj_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
