import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import { type Database, type Executor, isForeignKeyViolation, refuseTaken } from '../db/index.ts';
import { checkProject } from './project-rules.ts';
import {
  deleteProject,
  hasLiveKeys,
  insertProject,
  type Project,
  type ProjectSettings,
  selectProject,
  selectProjects,
  updateProject,
} from './store.ts';
import { readWebhookSecret, rotateWebhookSecret } from './webhook-secret.ts';

/** What a project is made of; settings that are left out are those of a new project. */
export type NewProject = Pick<Project, 'organizationId' | 'name'> & Partial<ProjectSettings>;
/** What of a project can change. */
export type ProjectPatch = Partial<Pick<Project, 'name'> & ProjectSettings>;

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
  /** What its webhooks are signed with; made when it is first asked for. @throws {Refusal} `not_found`. */
  webhookSecret(id: Id<'proj'>): Promise<Secret>;
  /** Replaces the webhook secret at once. @throws {Refusal} `not_found`. */
  rotateWebhookSecret(id: Id<'proj'>): Promise<Secret>;
}

/** What the service works with. */
export interface ProjectServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  onChange(): Promise<void>;
}

/** What a project that says nothing is like. */
export const USUAL_SETTINGS: ProjectSettings = {
  mode: 'credits',
  errorFormat: 'native',
  iamRules: [],
  ipAllow: [],
  ipDeny: [],
  monthlyBudgetNano: null,
  hashOnly: false,
  defaultGroupId: null,
  mediaRetentionDays: null,
};

/** Projects: what keys belong to. */
export function createProjectService(deps: ProjectServiceDeps): ProjectService {
  const { database, box, onChange } = deps;
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
        const project = checkProject({ ...(await requireProject(tx, id)), ...patch });
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
    async webhookSecret(id) {
      await requireProject(database.db, id);
      return readWebhookSecret(database.db, box, id);
    },
    async rotateWebhookSecret(id) {
      await requireProject(database.db, id);
      const secret = await rotateWebhookSecret(database.db, box, id);
      await onChange();
      return secret;
    },
  };
}

async function create({ database, clock, ids }: ProjectServiceDeps, project: NewProject): Promise<Project> {
  const created = { id: ids.next('proj'), createdAtMs: clock.nowMs() };
  const made = checkProject({ ...USUAL_SETTINGS, ...project, ...created });
  try {
    await refuseTaken(takenName(made.name), () => insertProject(database.db, made));
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
