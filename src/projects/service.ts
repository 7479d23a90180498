import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import { type Database, type Executor, isForeignKeyViolation, refuseTaken } from '../db/index.ts';
import { checkEntityName } from './field-checks.ts';
import {
  deleteProject,
  hasLiveKeys,
  insertProject,
  type Project,
  selectProject,
  selectProjects,
  updateProject,
} from './store.ts';

/** What a project is made of. */
export type NewProject = Pick<Project, 'organizationId' | 'name' | 'mode' | 'errorFormat'>;
/** What of a project can change. */
export type ProjectPatch = Partial<Pick<Project, 'name' | 'mode' | 'errorFormat'>>;

/** What is done with projects. Changes are in force when a call returns. */
export interface ProjectService {
  list(organizationId?: Id<'org'>): Promise<Project[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'proj'>): Promise<Project>;
  findByName(organizationId: Id<'org'>, name: string): Promise<Project | undefined>;
  /** @throws {Refusal} `invalid_request` naming the field, `conflict` when the name is taken. */
  create(project: NewProject): Promise<Project>;
  /** @throws {Refusal} as `create`, and `not_found`. */
  update(id: Id<'proj'>, patch: ProjectPatch): Promise<Project>;
  /** @throws {Refusal} `not_found`, `conflict` while it has keys or is the organization's last one. */
  remove(id: Id<'proj'>): Promise<void>;
}

interface ProjectServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  onChange(): Promise<void>;
}

/** Projects: what keys belong to. */
export function createProjectService(deps: ProjectServiceDeps): ProjectService {
  const { database, onChange } = deps;
  return {
    list: (organizationId) => selectProjects(database.db, organizationId),
    get: (id) => requireProject(database.db, id),
    findByName: async (organizationId, name) =>
      (await selectProjects(database.db, organizationId)).find((project) => project.name === name.trim()),
    async create(project) {
      const made = await create(deps, project);
      await onChange();
      return made;
    },
    async update(id, patch) {
      const updated = await database.transaction(async (tx) => {
        const name = patch.name === undefined ? {} : { name: checkEntityName(patch.name) };
        const project = { ...(await requireProject(tx, id)), ...patch, ...name };
        await refuseTaken(takenName(project.name), () => updateProject(tx, project));
        return project;
      });
      await onChange();
      return updated;
    },
    async remove(id) {
      await database.transaction((tx) => remove(tx, id));
      await onChange();
    },
  };
}

async function create({ database, clock, ids }: ProjectServiceDeps, project: NewProject): Promise<Project> {
  const name = checkEntityName(project.name);
  const made = { ...project, id: ids.next('proj'), name, createdAtMs: clock.nowMs() };
  try {
    await refuseTaken(takenName(name), () => insertProject(database.db, made));
  } catch (error) {
    throw isForeignKeyViolation(error)
      ? invalidField('organization_id', 'there is no such organization')
      : error;
  }
  return made;
}

async function remove(tx: Executor, id: Id<'proj'>): Promise<void> {
  const project = await requireProject(tx, id);
  if (await hasLiveKeys(tx, id)) {
    throw new Refusal('conflict', { message: 'the project still has API keys; delete them first' });
  }
  if ((await selectProjects(tx, project.organizationId)).length === 1) {
    throw new Refusal('conflict', { message: 'the last project of an organization cannot be removed' });
  }
  await deleteProject(tx, id);
}

async function requireProject(db: Executor, id: Id<'proj'>): Promise<Project> {
  const found = await selectProject(db, id);
  if (found === undefined) {
    throw new Refusal('not_found', { message: `there is no project ${id}` });
  }
  return found;
}

function takenName(name: string): string {
  return `a project called "${name}" exists already`;
}
