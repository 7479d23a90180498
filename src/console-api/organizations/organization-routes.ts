import { createRoute } from '@hono/zod-openapi';
import { crudRoutes } from '../contract/crud-routes.ts';
import {
  NewOrganization,
  OrganizationJson,
  OrganizationListQuery,
  OrganizationPatch,
} from '../contract/organizations.ts';
import { answer, body, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';

const path = '/api/v1/organizations';
const tags = ['organizations'];

/** The routes of one organization; deletion keeps its history. */
export const organizationRoutes = crudRoutes({
  plural: 'organizations',
  path,
  target: 'organization',
  read: 'organizations:read',
  write: 'organizations:write',
  json: OrganizationJson,
  newBody: NewOrganization,
  patchBody: OrganizationPatch,
  query: OrganizationListQuery,
});

/** Whoever is known may ask for their own organizations, and for a new one to own. */
export const listOrganizationsRoute = createRoute({
  tags,
  ...governed({ permission: null, target: 'organization', action: null }),
  method: 'get',
  path,
  summary: 'List organizations: every one for an operator, else those of the caller',
  request: { query: OrganizationListQuery },
  responses: { 200: answer('A part of the list', listOf(OrganizationJson)), ...REFUSALS },
});

/** As above. */
export const createOrganizationRoute = createRoute({
  tags,
  ...governed({ permission: null, target: 'organization', action: 'organization.create' }),
  method: 'post',
  path,
  summary: 'Create an organization with a wallet and a project; a person becomes its owner',
  request: { body: body(NewOrganization) },
  responses: { 201: answer('What was created', OrganizationJson), ...REFUSALS },
});
