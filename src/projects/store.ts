import type { Insertable, Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Executor } from '../db/index.ts';
import type { ProjectsTable } from '../db/tables.ts';
import type { IamRule } from '../keys/index.ts';

/** What a project says about each of its keys and their requests. */
export interface ProjectSettings {
  readonly mode: ProjectsTable['mode'];
  readonly errorFormat: ProjectsTable['error_format'];
  /** Rules that narrow what every key of the project may do. */
  readonly iamRules: readonly IamRule[];
  /** Addresses and networks its keys may be used from; empty means from anywhere. */
  readonly ipAllow: readonly string[];
  /** Addresses and networks its keys may not be used from; they win over `ipAllow`. */
  readonly ipDeny: readonly string[];
  /** The most the project may spend in a calendar month (UTC); null is no bound. */
  readonly monthlyBudgetNano: NanoUsd | null;
  /** Whether only hashes of its new keys are kept, so that each is shown once. */
  readonly hashOnly: boolean;
  /** What a new key is bound to that names no group. */
  readonly defaultGroupId: Id<'grp'> | null;
  /** How many days results of its media tasks are kept: zero for ever, null as the deployment says. */
  readonly mediaRetentionDays: number | null;
}

/** What keys belong to: whose credentials and money are used, and how refusals look. */
export interface Project extends ProjectSettings {
  readonly id: Id<'proj'>;
  readonly organizationId: Id<'org'>;
  readonly name: string;
  readonly createdAtMs: number;
}

/** Projects of one organization, or of all of them, the oldest first. */
export async function selectProjects(db: Executor, organizationId?: Id<'org'>): Promise<Project[]> {
  let query = db.selectFrom('projects').selectAll().orderBy('created_at').orderBy('id');
  if (organizationId !== undefined) {
    query = query.where('organization_id', '=', organizationId);
  }
  return (await query.execute()).map(projectOf);
}

/** One project, or undefined. */
export async function selectProject(db: Executor, id: Id<'proj'>): Promise<Project | undefined> {
  const row = await db.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst();
  return row && projectOf(row);
}

/** Inserts a project. */
export async function insertProject(db: Executor, project: Project): Promise<void> {
  await db
    .insertInto('projects')
    .values({
      id: project.id,
      organization_id: project.organizationId,
      created_at: project.createdAtMs,
      ...changeable(project),
    })
    .execute();
}

/** Writes everything of a project that can change. */
export async function updateProject(db: Executor, project: Project): Promise<void> {
  await db.updateTable('projects').set(changeable(project)).where('id', '=', project.id).execute();
}

/** Removes a project. */
export async function deleteProject(db: Executor, id: Id<'proj'>): Promise<void> {
  await db.deleteFrom('projects').where('id', '=', id).execute();
}

/** Whether a project has keys that are not deleted. */
export async function hasLiveKeys(db: Executor, id: Id<'proj'>): Promise<boolean> {
  const key = await db
    .selectFrom('api_keys')
    .select('id')
    .where('project_id', '=', id)
    .where('status', '<>', 'deleted')
    .limit(1)
    .executeTakeFirst();
  return key !== undefined;
}

/** The sealed webhook secret of a project; null when it has none yet. */
export async function selectWebhookSecret(db: Executor, id: Id<'proj'>): Promise<string | null> {
  const row = await db
    .selectFrom('projects')
    .select('webhook_secret_box')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.webhook_secret_box ?? null;
}

/** Writes the webhook secret of a project; with `onlyFirst` nothing when it has one already. */
export async function writeWebhookSecret(
  db: Executor,
  id: Id<'proj'>,
  box: string,
  onlyFirst: boolean,
): Promise<void> {
  let query = db.updateTable('projects').set({ webhook_secret_box: box }).where('id', '=', id);
  if (onlyFirst) {
    query = query.where('webhook_secret_box', 'is', null);
  }
  await query.execute();
}

function changeable(project: Project) {
  return {
    name: project.name,
    mode: project.mode,
    error_format: project.errorFormat,
    iam_rules: JSON.stringify(project.iamRules),
    ip_allow: JSON.stringify(project.ipAllow),
    ip_deny: JSON.stringify(project.ipDeny),
    monthly_budget_nano: project.monthlyBudgetNano,
    hash_only: project.hashOnly ? 1 : 0,
    default_group_id: project.defaultGroupId,
    media_retention_days: project.mediaRetentionDays,
  } satisfies Partial<Insertable<ProjectsTable>>;
}

function projectOf(row: Selectable<ProjectsTable>): Project {
  return {
    id: row.id as Id<'proj'>,
    organizationId: row.organization_id as Id<'org'>,
    name: row.name,
    mode: row.mode,
    errorFormat: row.error_format,
    iamRules: JSON.parse(row.iam_rules) as IamRule[],
    ipAllow: JSON.parse(row.ip_allow) as string[],
    ipDeny: JSON.parse(row.ip_deny) as string[],
    monthlyBudgetNano: row.monthly_budget_nano,
    hashOnly: row.hash_only === 1,
    defaultGroupId: row.default_group_id as Id<'grp'> | null,
    mediaRetentionDays: row.media_retention_days,
    createdAtMs: row.created_at,
  };
}
