import type { ConfigFile } from '../config/index.ts';
import type { Id } from '../core/ids.ts';
import type { Project } from '../projects/index.ts';
import { type Change, changedFields, reconcile } from './change.ts';
import type { ReconcileServices } from './services.ts';

type WantedProject = NonNullable<ConfigFile['projects']>[number];

/** Projects of the Default organization, by name, and the credit it starts with. */
export async function reconcileProjects(file: ConfigFile, services: ReconcileServices): Promise<Change[]> {
  const { projects, groups } = services;
  const { organizationId } = await services.organizations.ensureDefault();
  const existing = await projects.list(organizationId);
  const groupIds = new Map((await groups.list()).map(({ name, id }) => [name, id] as const));
  const changes = await reconcile({
    kind: 'project',
    wanted: file.projects,
    find: ({ name }) => existing.find((project) => project.name === name),
    differences: (wanted, project) => differences(statedSettings(wanted, groupIds), project),
    create: (wanted) =>
      projects.create({ organizationId, name: wanted.name, ...statedSettings(wanted, groupIds) }),
    update: (wanted, { id }) => projects.update(id, statedSettings(wanted, groupIds)),
  });
  return [...changes, ...(await grantCredit(file, services, organizationId))];
}

/** What the file says of a project; what it leaves out is left out. */
function statedSettings(wanted: WantedProject, groupIds: ReadonlyMap<string, Id<'grp'>>) {
  const { iam_rules, ip_allow, ip_deny, monthly_budget, hash_only, default_group, media_retention_days } =
    wanted;
  return {
    mode: wanted.mode,
    errorFormat: wanted.error_format,
    ...(iam_rules === undefined ? {} : { iamRules: iam_rules }),
    ...(ip_allow === undefined ? {} : { ipAllow: ip_allow }),
    ...(ip_deny === undefined ? {} : { ipDeny: ip_deny }),
    ...(monthly_budget === undefined ? {} : { monthlyBudgetNano: monthly_budget }),
    ...(hash_only === undefined ? {} : { hashOnly: hash_only }),
    ...(default_group === undefined ? {} : { defaultGroupId: groupIds.get(default_group ?? '') ?? null }),
    ...(media_retention_days === undefined ? {} : { mediaRetentionDays: media_retention_days }),
  };
}

function differences(stated: ReturnType<typeof statedSettings>, project: Project): string[] {
  const wanted = { ...project, ...stated };
  return changedFields({
    mode: [wanted.mode, project.mode],
    error_format: [wanted.errorFormat, project.errorFormat],
    iam_rules: [wanted.iamRules, project.iamRules],
    ip_allow: [wanted.ipAllow, project.ipAllow],
    ip_deny: [wanted.ipDeny, project.ipDeny],
    monthly_budget: [wanted.monthlyBudgetNano, project.monthlyBudgetNano],
    hash_only: [wanted.hashOnly, project.hashOnly],
    default_group: [wanted.defaultGroupId, project.defaultGroupId],
    media_retention_days: [wanted.mediaRetentionDays, project.mediaRetentionDays],
  });
}

/** Granted once: an organization that ever had credit is not topped up by starting again. */
async function grantCredit(
  file: ConfigFile,
  { wallets }: ReconcileServices,
  organizationId: Id<'org'>,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const { name, credit } of file.projects ?? []) {
    const wallet = await wallets.read(organizationId);
    if (credit !== undefined && credit > 0 && wallet.grantedNano === 0) {
      await wallets.grant({ organizationId, amountNano: credit, note: `credit of the project ${name}` });
      changes.push({ change: 'created', kind: 'wallet', name, fields: ['credit'] });
    }
  }
  return changes;
}
