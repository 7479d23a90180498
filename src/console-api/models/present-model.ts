import type { z } from '@hono/zod-openapi';
import type { PricedModel } from '../../catalog/index.ts';
import type { ModelJson } from '../contract/models.ts';
import { formatTime } from '../moments.ts';

/** A price that an operator set, as it is answered. */
export function presentModel(model: PricedModel): z.infer<typeof ModelJson> {
  return {
    object: 'model_price',
    name: model.name,
    price: model.price,
    updated_at: formatTime(model.updatedAtMs),
  };
}
