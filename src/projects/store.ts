import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { ProjectsTable } from '../db/tables.ts';

/** What keys belong to: whose credentials and money are used, and how refusals look. */
export interface Project {
  readonly id: Id<'proj'>;
  readonly organizationId: Id<'org'>;
  readonly name: string;
  readonly mode: ProjectsTable['mode'];
  readonly errorFormat: ProjectsTable['error_format'];
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
      name: project.name,
      mode: project.mode,
      error_format: project.errorFormat,
      created_at: project.createdAtMs,
    })
    .execute();
}

/** Writes everything of a project that can change. */
export async function updateProject(db: Executor, project: Project): Promise<void> {
  await db
    .updateTable('projects')
    .set({ name: project.name, mode: project.mode, error_format: project.errorFormat })
    .where('id', '=', project.id)
    .execute();
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

function projectOf(row: ProjectsTable): Project {
  return {
    id: row.id as Id<'proj'>,
    organizationId: row.organization_id as Id<'org'>,
    name: row.name,
    mode: row.mode,
    errorFormat: row.error_format,
    createdAtMs: row.created_at,
  };
}
