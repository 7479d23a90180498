import { z } from '@hono/zod-openapi';
import { PRICE_SCOPES, priceInputSchema } from '../../catalog/index.ts';
import { crudRoutes } from './crud-routes.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp, TimestampInput } from './values.ts';

/** A price that holds in one place, from a moment on. */
export const PriceJson = z
  .object({
    id: z.string(),
    object: z.literal('price'),
    scope: z.enum(PRICE_SCOPES).openapi({ description: 'The one further to the front wins' }),
    organization_id: z.string().nullable(),
    group_id: z.string().nullable(),
    channel_id: z.string().nullable(),
    model: z.string().openapi({ description: 'A public or upstream name, or a pattern with *' }),
    price: z.record(z.string(), z.unknown()).openapi({ description: 'Decimal strings in USD' }),
    valid_from: Timestamp,
    state: z
      .enum(['scheduled', 'holding', 'replaced'])
      .openapi({ description: 'Whether it begins later, holds, or another one holds in its place' }),
    created_at: Timestamp,
  })
  .openapi('Price');

const places = {
  organization_id: idInput('org').nullish(),
  group_id: idInput('grp').nullish(),
  channel_id: idInput('chan').nullish(),
};

/** The body of `POST /api/v1/prices`. */
const NewPriceBody = z
  .strictObject({
    ...places,
    model: Name,
    price: priceInputSchema,
    valid_from: TimestampInput.nullish().openapi({ description: 'Left out for now' }),
  })
  .superRefine((body, context) => {
    const named = [body.organization_id, body.group_id, body.channel_id].filter((id) => id != null);
    if (named.length > 1) {
      context.addIssue({
        code: 'custom',
        path: ['channel_id'],
        message: 'a price is for one organization, one group or one channel',
      });
    }
  })
  .openapi('NewPrice');

/** The routes of `/api/v1/prices`. A price is never changed: another one takes its place. */
export const priceRoutes = crudRoutes({
  plural: 'prices',
  path: '/api/v1/prices',
  target: 'price',
  read: 'models:read',
  write: 'models:write',
  json: PriceJson,
  newBody: NewPriceBody,
  patchBody: z.strictObject({}),
  query: z.strictObject({
    ...LIST_QUERY,
    organization_id: idInput('org').optional(),
    group_id: idInput('grp').optional(),
    channel_id: idInput('chan').optional(),
    model: z.string().min(1).max(200).optional(),
    state: z.enum(['scheduled', 'holding', 'replaced']).optional(),
  }),
});
