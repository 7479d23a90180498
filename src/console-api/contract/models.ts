import { z } from '@hono/zod-openapi';
import { priceInputSchema } from '../../catalog/index.ts';
import { LIST_QUERY } from './route-parts.ts';
import { Timestamp } from './values.ts';

/** A model with the price an operator set, which wins over the catalogue. */
export const ModelJson = z
  .object({
    object: z.literal('model_price'),
    name: z.string(),
    price: z.record(z.string(), z.unknown()).openapi({ description: 'Decimal strings in USD' }),
    updated_at: Timestamp,
  })
  .openapi('ModelPrice');

/** The body of `PUT /api/v1/models/{name}`: the whole price. */
export const ModelBody = z.strictObject({ price: priceInputSchema }).openapi('NewModelPrice');

/** The name of a path; slashes in it are escaped. */
export const ModelNameParam = z.object({
  name: z.string().openapi({ param: { name: 'name', in: 'path' } }),
});

/** What the list of models can be asked for. */
export const ModelListQuery = z.strictObject(LIST_QUERY);
