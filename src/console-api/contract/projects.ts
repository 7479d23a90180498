import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp } from './values.ts';

const Mode = z.enum(['api-keys', 'credits', 'hybrid']);
const ErrorFormat = z.enum(['native', 'flat']);

/** A project as it is answered. */
export const ProjectJson = z
  .object({
    id: z.string(),
    object: z.literal('project'),
    organization_id: z.string(),
    name: z.string(),
    mode: Mode,
    error_format: ErrorFormat,
    created_at: Timestamp,
  })
  .openapi('Project');

/** The body of `POST /api/v1/projects`. Without an organization it is the one called Default. */
export const NewProject = z
  .strictObject({
    name: Name,
    organization_id: idInput('org').optional(),
    mode: Mode.default('credits'),
    error_format: ErrorFormat.default('native'),
  })
  .openapi('NewProject');

/** The body of `PATCH /api/v1/projects/{id}`. */
export const ProjectPatch = z
  .strictObject({ name: Name.optional(), mode: Mode.optional(), error_format: ErrorFormat.optional() })
  .openapi('ProjectPatch');

/** What the list of projects can be asked for. */
export const ProjectListQuery = z.strictObject({ ...LIST_QUERY, organization_id: idInput('org').optional() });
