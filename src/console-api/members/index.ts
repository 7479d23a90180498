import { createRoute } from '@hono/zod-openapi';
import type { Member } from '../../members/index.ts';
import type { ManagementApp } from '../context.ts';
import { MemberJson, MemberListQuery, MemberPatch } from '../contract/members.ts';
import { answer, body, Deleted, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { organizationOf } from '../organization-of.ts';
import { pathId } from '../path-ids.ts';
import { actingRole } from './acting-role.ts';
import { presentMember } from './present-member.ts';

const tags = ['members'];
const path = '/api/v1/members';
const onePath = `${path}/{id}`;
const reading = { tags, ...governed({ permission: 'members:read', target: 'member', action: null }) };

const listRoute = createRoute({
  ...reading,
  method: 'get',
  path,
  summary: 'List the members of an organization',
  request: { query: MemberListQuery },
  responses: { 200: answer('A part of the list', listOf(MemberJson)), ...REFUSALS },
});

const getRoute = createRoute({
  ...reading,
  method: 'get',
  path: onePath,
  summary: 'Show a member',
  request: { params: IdParam },
  responses: { 200: answer('The member', MemberJson), ...REFUSALS },
});

const patchRoute = createRoute({
  tags,
  ...governed({ permission: 'members:write', target: 'member', action: 'member.update' }),
  method: 'patch',
  path: onePath,
  summary: 'Give a member another role; nobody changes or gives a role above their own',
  request: { params: IdParam, body: body(MemberPatch) },
  responses: { 200: answer('The member', MemberJson), ...REFUSALS },
});

const removeRoute = createRoute({
  tags,
  ...governed({ permission: 'members:remove', target: 'member', action: 'member.delete' }),
  method: 'delete',
  path: onePath,
  summary: 'Remove a member, or leave; the last owner cannot go',
  request: { params: IdParam },
  responses: { 200: answer('Who was removed', Deleted), ...REFUSALS },
});

/** Adds `/api/v1/members`. */
export function addMemberRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { members } = deps;
  app.openapi(listRoute, async (context) => {
    const all = await members.list(await organizationOf(deps, context));
    const page = pageOf(all, context.req.valid('query'), (member) => member.id);
    return context.json(presentPage(page, await describing(deps, page.items)), 200);
  });
  app.openapi(getRoute, async (context) => {
    const member = await members.get(pathId('mem', context.req.valid('param').id));
    return context.json((await describing(deps, [member]))(member), 200);
  });
  app.openapi(patchRoute, async (context) => {
    const id = pathId('mem', context.req.valid('param').id);
    const { role } = context.req.valid('json');
    const member = await members.changeRole(id, role, actingRole(context.get('actor')));
    return context.json((await describing(deps, [member]))(member), 200);
  });
  app.openapi(removeRoute, async (context) => {
    const id = pathId('mem', context.req.valid('param').id);
    await members.remove(id, actingRole(context.get('actor')));
    return context.json({ id, object: 'member', deleted: true as const }, 200);
  });
}

/** With what sign-in knows of the person. */
async function describing({ describePeople }: ManagementDeps, members: readonly Member[]) {
  const people = await describePeople?.(members.map(({ userId }) => userId));
  return (member: Member) => presentMember(member, people?.get(member.userId));
}
