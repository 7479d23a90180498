import { z } from '@hono/zod-openapi';

/** The shape of every refusal of the management API. */
const Refused = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.literal('gateway_error'),
      code: z.string(),
      param: z.string().optional().openapi({ description: 'The field at fault, by its path' }),
    }),
  })
  .openapi('Refused');

/** The refusals of a route, for the OpenAPI document. */
export const REFUSALS = {
  '4XX': { description: 'Refused', content: { 'application/json': { schema: Refused } } },
} as const;

/** A JSON answer of a route. */
export function answer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON body of a route. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } };
}

/** The id of a path. Which ids exist is for the handler to say, with a 404. */
export const IdParam = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) });

/** What every list can be asked for. */
export const LIST_QUERY = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(500).optional().openapi({ description: 'next_cursor of the part before' }),
};

/** A list as it is answered. */
export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z.object({
    object: z.literal('list'),
    data: z.array(schema),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });
}

/** What a deletion answers. */
export const Deleted = z
  .object({ id: z.string(), object: z.string(), deleted: z.literal(true) })
  .openapi('Deleted');
