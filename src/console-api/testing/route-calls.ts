import type { ApiAnswer } from './api-world.ts';
import { insertRequest } from './insert-request.ts';
import type { Person, Scene } from './scene.ts';
import { TASK_CALLS } from './task-calls.ts';
import { WALLET_CALLS } from './wallet-calls.ts';
import { WEBHOOK_CALLS } from './webhook-calls.ts';

/** A valid call of a route about things of a scene's organization. */
export interface RouteCall {
  readonly path: string;
  readonly body?: unknown;
}

/** Makes what a call is about, anew each time; with an owner, as that person's own. */
export type MakeCall = (scene: Scene, owner?: Person) => Promise<RouteCall>;

const PRICE = { price: { input: '1', output: '2' } };
let names = 0;

/**
 * A call of every route of the management API, by its method and path. A route that is missing here fails
 * the tests that walk the document, so nobody adds one without saying what a call of it looks like.
 */
export const ROUTE_CALLS: Readonly<Record<string, MakeCall>> = {
  ...calls('/api/v1/keys', {
    make: makeKey,
    body: async (scene) => ({ name: 'k', group: await makeGroup(scene), project_id: scene.projectId }),
    patch: { name: 'other' },
  }),
  'POST /api/v1/keys/{id}/reveal': async (scene, owner) => ({
    path: `${await makeKey(scene, owner)}/reveal`,
  }),
  'POST /api/v1/keys/{id}/rotate': async (scene, owner) => ({
    path: `${await makeKey(scene, owner)}/rotate`,
  }),
  'POST /api/v1/keys/bulk': async (scene, owner) => ({
    path: '/api/v1/keys/bulk',
    body: { action: 'disable', ids: [(await makeKey(scene, owner)).split('/').at(-1)] },
  }),
  ...calls('/api/v1/projects', {
    make: (scene) => create(scene, '/api/v1/projects', named(scene)),
    body: async (scene) => named(scene),
    patch: { mode: 'hybrid', ip_allow: ['10.0.0.0/8'] },
  }),
  'POST /api/v1/projects/{id}/rotate-webhook-secret': async (scene) => ({
    path: `/api/v1/projects/${scene.projectId}/rotate-webhook-secret`,
  }),
  ...calls('/api/v1/groups', {
    make: (scene) => create(scene, '/api/v1/groups', { name: nextName(), platforms: ['openai'] }),
    body: async () => ({ name: nextName(), platforms: ['openai'] }),
    patch: { translate: false },
  }),
  ...calls('/api/v1/image-batch-groups', {
    make: (scene) => create(scene, '/api/v1/image-batch-groups', { name: nextName() }),
    body: async () => ({ name: nextName() }),
    patch: { queue_limit: 3 },
  }),
  ...calls('/api/v1/channels', {
    make: makeChannel,
    body: async () => newChannelBody(),
    patch: { weight: 2, credentials: ['sk-canary-of-a-channel'] },
  }),
  'POST /api/v1/channels/{id}/reset': async (scene) => ({ path: `${await makeChannel(scene)}/reset` }),
  'GET /api/v1/channels/{id}/affinity': async (scene) => ({ path: `${await makeChannel(scene)}/affinity` }),
  'DELETE /api/v1/channels/{id}/affinity': async (scene) => ({
    path: `${await makeChannel(scene)}/affinity`,
  }),
  'POST /api/v1/channels/{id}/test': async (scene) => ({
    path: `${await makeChannel(scene)}/test`,
  }),
  ...calls('/api/v1/provider-keys', {
    make: (scene) => create(scene, '/api/v1/provider-keys', newProviderKeyBody(scene)),
    body: async (scene) => newProviderKeyBody(scene),
    patch: { status: 'inactive', credential: 'sk-canary-of-a-provider-key' },
  }),
  // What belongs to the deployment is not asked for by organization.
  'GET /api/v1/channels': async () => ({ path: '/api/v1/channels' }),
  'GET /api/v1/groups': async () => ({ path: '/api/v1/groups' }),
  'GET /api/v1/image-batch-groups': async () => ({ path: '/api/v1/image-batch-groups' }),
  'GET /api/v1/models': async () => ({ path: '/api/v1/models' }),
  'GET /api/v1/models/{name}': async (scene) => ({ path: await makePrice(scene) }),
  'PUT /api/v1/models/{name}': async () => ({ path: `/api/v1/models/${nextName()}`, body: PRICE }),
  'DELETE /api/v1/models/{name}': async (scene) => ({ path: await makePrice(scene) }),
  ...WALLET_CALLS,
  'GET /api/v1/prices': async () => ({ path: '/api/v1/prices' }),
  'POST /api/v1/prices': async () => ({ path: '/api/v1/prices', body: { model: nextName(), ...PRICE } }),
  'GET /api/v1/prices/{id}': makeOverride,
  'DELETE /api/v1/prices/{id}': makeOverride,
  ...TASK_CALLS,
  ...WEBHOOK_CALLS,
  'GET /api/v1/requests': inOrganization('/api/v1/requests'),
  'GET /api/v1/requests/export': inOrganization('/api/v1/requests/export'),
  'GET /api/v1/requests/{id}': async ({ world, organizationId, projectId }) => {
    const owner = { organizationId, projectId };
    return { path: `/api/v1/requests/${(await insertRequest(world, world.time.ms, nextName(), owner)).id}` };
  },
  'GET /api/v1/usage': async ({ organizationId }) => ({
    path: `/api/v1/usage?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&organization_id=${organizationId}`,
  }),
  'GET /api/v1/audit': inOrganization('/api/v1/audit'),
  'GET /api/v1/audit/export': inOrganization('/api/v1/audit/export'),
  'POST /api/v1/apply': async () => ({ path: '/api/v1/apply', body: {} }),
  'GET /api/v1/export': async () => ({ path: '/api/v1/export' }),
  'GET /api/v1/providers': async () => ({ path: '/api/v1/providers' }),
  'GET /api/v1/me': async () => ({ path: '/api/v1/me' }),
  'GET /api/v1/organizations': async () => ({ path: '/api/v1/organizations' }),
  'POST /api/v1/organizations': async () => ({ path: '/api/v1/organizations', body: { name: nextName() } }),
  'GET /api/v1/organizations/{id}': ofOrganization(),
  'PATCH /api/v1/organizations/{id}': ofOrganization({ name: 'Other' }),
  'DELETE /api/v1/organizations/{id}': ofOrganization(),
  'GET /api/v1/members': inOrganization('/api/v1/members'),
  'GET /api/v1/members/{id}': makeMember(),
  'PATCH /api/v1/members/{id}': makeMember({ role: 'member' }),
  'DELETE /api/v1/members/{id}': makeMember(),
  'GET /api/v1/invitations': inOrganization('/api/v1/invitations'),
  'POST /api/v1/invitations': async ({ organizationId }) => ({
    path: '/api/v1/invitations',
    body: { email: `${nextName()}@example.com`, organization_id: organizationId },
  }),
  'GET /api/v1/invitations/{id}': makeInvitation,
  'DELETE /api/v1/invitations/{id}': makeInvitation,
  'GET /api/v1/management-keys': inOrganization('/api/v1/management-keys'),
  'POST /api/v1/management-keys': async ({ organizationId }) => ({
    path: '/api/v1/management-keys',
    body: { name: 'm', scopes: ['management-keys:write'], organization_id: organizationId },
  }),
  'GET /api/v1/management-keys/{id}': makeManagementKey,
  'DELETE /api/v1/management-keys/{id}': makeManagementKey,
};

/** The five calls of a resource whose routes are all alike; `make` returns the path of a new one. */
function calls(
  path: string,
  parts: {
    make: (scene: Scene, owner?: Person) => Promise<string>;
    body: (scene: Scene) => Promise<object>;
    patch: object;
  },
): Record<string, MakeCall> {
  return {
    [`GET ${path}`]: inOrganization(path),
    [`POST ${path}`]: async (scene) => ({ path, body: await parts.body(scene) }),
    [`GET ${path}/{id}`]: async (scene, owner) => ({ path: await parts.make(scene, owner) }),
    [`PATCH ${path}/{id}`]: async (scene, owner) => ({
      path: await parts.make(scene, owner),
      body: parts.patch,
    }),
    [`DELETE ${path}/{id}`]: async (scene, owner) => ({ path: await parts.make(scene, owner) }),
  };
}

function inOrganization(path: string): MakeCall {
  return async ({ organizationId }) => ({ path: `${path}?organization_id=${organizationId}` });
}

function ofOrganization(body?: object): MakeCall {
  return async ({ organizationId }) => ({
    path: `/api/v1/organizations/${organizationId}`,
    ...(body === undefined ? {} : { body }),
  });
}

function makeMember(body?: object): MakeCall {
  return async (scene, owner) => {
    const all = await scene.world.members.list(scene.organizationId);
    const own = all.find(({ userId }) => userId === owner?.userId);
    const { id } = own ?? (await scene.join(scene.person(nextName()), 'viewer'));
    return { path: `/api/v1/members/${id}`, ...(body === undefined ? {} : { body }) };
  };
}

async function makeInvitation({ world, organizationId }: Scene): Promise<RouteCall> {
  const { invitation } = await world.invitations.create({
    ...{ organizationId, email: `${nextName()}@example.com`, role: 'viewer' },
    ...{ invitedBy: 'a test', by: 'owner' },
  });
  return { path: `/api/v1/invitations/${invitation.id}` };
}

async function makeManagementKey({ world, organizationId }: Scene): Promise<RouteCall> {
  const { key } = await world.managementKeys.create({
    ...{ organizationId, name: 'made', scopes: ['keys:read'], expiresAtMs: null },
    ...{ createdBy: 'a test', grantable: ['keys:read'] },
  });
  return { path: `/api/v1/management-keys/${key.id}` };
}

async function makeKey(scene: Scene, owner?: Person): Promise<string> {
  const group = await scene.world.groups.findByName(await makeGroup(scene));
  const { key } = await scene.world.keys.create({
    ...{ name: 'k', projectId: scene.projectId, createdBy: owner?.userId ?? null },
    ...{ groupId: group?.id ?? null, imageBatchGroupId: null },
  });
  return `/api/v1/keys/${key.id}`;
}

async function makeGroup({ world }: Scene): Promise<string> {
  const name = 'of every scene';
  if ((await world.groups.findByName(name)) === undefined) {
    await world.groups.create({ name, platforms: ['openai'], multiplierPpm: 1_000_000, translate: true });
  }
  return name;
}

async function makeOverride({ world }: Scene) {
  const place = { scope: 'model', scopeId: null, model: nextName(), validFromMs: null } as const;
  return { path: `/api/v1/prices/${(await world.priceOverrides.create({ ...place, ...PRICE })).id}` };
}

async function makePrice(scene: Scene): Promise<string> {
  const path = `/api/v1/models/${nextName()}`;
  await expectMade(scene.world.call('PUT', path, PRICE));
  return path;
}

async function create(scene: Scene, path: string, body: object): Promise<string> {
  return `${path}/${(await expectMade(scene.world.call('POST', path, body))).field('id')}`;
}

async function expectMade(answering: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const answer = await answering;
  if (answer.status >= 300) {
    throw new Error(`what a call is about could not be made: ${answer.text}`);
  }
  return answer;
}

function named({ organizationId }: Scene) {
  return { name: nextName(), organization_id: organizationId };
}

function makeChannel(scene: Scene): Promise<string> {
  return create(scene, '/api/v1/channels', newChannelBody());
}

function newChannelBody() {
  return { name: nextName(), provider: 'openai', credentials: ['sk-canary-of-a-channel'] };
}

function newProviderKeyBody(scene: Scene) {
  return { ...named(scene), provider: 'openai', credential: 'sk-canary-of-a-provider-key' };
}

function nextName(): string {
  names += 1;
  return `name${names}`;
}
