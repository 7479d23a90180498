import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { Name, Timestamp } from './values.ts';

/** An organization as it is answered. */
export const OrganizationJson = z
  .object({ id: z.string(), object: z.literal('organization'), name: z.string(), created_at: Timestamp })
  .openapi('Organization');

/** The body of `POST /api/v1/organizations`. */
export const NewOrganization = z.strictObject({ name: Name }).openapi('NewOrganization');

/** The body of `PATCH /api/v1/organizations/{id}`. */
export const OrganizationPatch = z.strictObject({ name: Name }).openapi('OrganizationPatch');

/** What the list of organizations can be asked for. */
export const OrganizationListQuery = z.strictObject(LIST_QUERY);
