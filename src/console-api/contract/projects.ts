import { z } from '@hono/zod-openapi';
import { AddressList, IamRules, IamRulesJson } from './policies.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp, Usd, UsdInput } from './values.ts';

const Mode = z.enum(['api-keys', 'credits', 'hybrid']);
const ErrorFormat = z.enum(['native', 'flat']);

/** A project as it is answered. Its webhook secret is shown alone, and to those who may see it. */
export const ProjectJson = z
  .object({
    id: z.string(),
    object: z.literal('project'),
    organization_id: z.string(),
    name: z.string(),
    mode: Mode,
    error_format: ErrorFormat,
    iam_rules: IamRulesJson,
    ip_allow: z.array(z.string()),
    ip_deny: z.array(z.string()),
    monthly_budget: Usd.nullable(),
    hash_only: z.boolean(),
    default_group_id: z.string().nullable(),
    media_retention_days: z.number().int().nullable(),
    webhook_secret: z
      .string()
      .optional()
      .openapi({ description: 'Only of one project, with projects:secret' }),
    created_at: Timestamp,
  })
  .openapi('Project');

const settings = {
  mode: Mode.optional().openapi({ description: 'credits for a new project' }),
  error_format: ErrorFormat.optional().openapi({ description: 'native for a new project' }),
  iam_rules: IamRules.optional().openapi({ description: 'They narrow every key of the project' }),
  ip_allow: AddressList.optional(),
  ip_deny: AddressList.optional(),
  monthly_budget: UsdInput.nullish().openapi({ description: 'By calendar month (UTC); null is no bound' }),
  hash_only: z
    .boolean()
    .optional()
    .openapi({ description: 'Keep only hashes of new keys; each is shown once' }),
  default_group: Name.optional().openapi({
    description: 'The name of a group, in place of default_group_id',
  }),
  default_group_id: idInput('grp').nullish(),
  media_retention_days: z.number().int().nullish().openapi({
    description:
      'How long results of media tasks are kept that are made from now on; 0 is for ever, null as the deployment says',
  }),
};

/** The body of `POST /api/v1/projects`. */
export const NewProject = z
  .strictObject({ name: Name, organization_id: idInput('org').optional(), ...settings })
  .openapi('NewProject');

/** The body of `PATCH /api/v1/projects/{id}`. */
export const ProjectPatch = z.strictObject({ name: Name.optional(), ...settings }).openapi('ProjectPatch');

/** What the list of projects can be asked for. */
export const ProjectListQuery = z.strictObject({ ...LIST_QUERY, organization_id: idInput('org').optional() });

/** A new webhook secret. */
export const WebhookSecretJson = z
  .object({ id: z.string(), object: z.literal('project'), webhook_secret: z.string() })
  .openapi('WebhookSecret');
