import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createReconcileServices } from '../../test/support/reconcile-services.ts';
import { ConfigFileError, parseConfigFile } from '../config/index.ts';
import { applyConfigFile, exportConfigFile, type ReconcileServices } from './index.ts';

const FILE = `
groups:
  - { name: general, platforms: [openai] }
projects:
  - name: Default
    iam_rules: [{ type: deny_models, values: ["gpt-*"] }]
    ip_allow: [10.0.0.0/8]
    monthly_budget: 12.50
    hash_only: true
    default_group: general
    media_retention_days: 7
`;

const apply = async (text: string, services: ReconcileServices) =>
  (
    await applyConfigFile(
      parseConfigFile(text, () => undefined),
      services,
    )
  ).filter(({ kind, change }) => kind === 'project' && change !== 'unchanged');

describeOnEachDatabase('the projects of a configuration file', (open) => {
  it('get every setting, once', async () => {
    const services = createReconcileServices(await open());
    const fields = ['iam_rules', 'ip_allow', 'monthly_budget', 'hash_only', 'default_group'];
    fields.push('media_retention_days');
    expect(await apply(FILE, services)).toEqual([
      { change: 'updated', kind: 'project', name: 'Default', fields },
    ]);
    expect(await apply(FILE, services)).toEqual([]);
    const { projectId } = await services.organizations.ensureDefault();
    expect(await services.projects.get(projectId)).toMatchObject({
      iamRules: [{ type: 'deny_models', values: ['gpt-*'] }],
      ipAllow: ['10.0.0.0/8'],
      monthlyBudgetNano: 12_500_000_000,
      hashOnly: true,
      mediaRetentionDays: 7,
      defaultGroupId: (await services.groups.findByName('general'))?.id,
    });
  });

  it('keep what the file does not say, and lose what it says is nothing', async () => {
    const services = createReconcileServices(await open());
    await apply(FILE, services);
    expect(await apply('projects:\n  - { name: Default }\n', services)).toEqual([]);
    const cleared =
      'projects:\n  - { name: Default, ip_allow: [], monthly_budget: null, default_group: null }\n';
    expect(await apply(cleared, services)).toMatchObject([
      { fields: ['ip_allow', 'monthly_budget', 'default_group'] },
    ]);
  });

  it('are exported as the file says them', async () => {
    const services = createReconcileServices(await open());
    await apply(FILE, services);
    const exported = await exportConfigFile(services);
    expect(exported).toContain('monthly_budget: "12.5"');
    const fresh = createReconcileServices(await open());
    expect(await apply(exported, fresh)).toMatchObject([{ name: 'Default', change: 'updated' }]);
    expect(await exportConfigFile(fresh)).toBe(exported);
  });

  it('are refused for a group that is nowhere, before anything is written', async () => {
    const services = createReconcileServices(await open());
    const lost = FILE.replace('default_group: general', 'default_group: lost');
    const problem = /projects\[0\]\.default_group: there is no group called "lost"/;
    await expect(apply(lost, services)).rejects.toThrow(problem);
    await expect(apply(lost, services)).rejects.toBeInstanceOf(ConfigFileError);
    expect(await services.groups.list()).toEqual([]);
  });
});
