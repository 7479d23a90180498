import type { z } from '@hono/zod-openapi';
import type { ImageBatchGroup } from '../../groups/index.ts';
import type { ImageBatchGroupJson } from '../contract/groups.ts';
import { formatTime } from '../moments.ts';

/** An image batch group as it is answered. */
export function presentImageBatchGroup(group: ImageBatchGroup): z.infer<typeof ImageBatchGroupJson> {
  return {
    id: group.id,
    object: 'image_batch_group',
    name: group.name,
    models: [...group.models],
    concurrency: group.concurrency,
    queue_limit: group.queueLimit,
    prices: { ...group.prices },
    visible_to: group.visibleTo == null ? null : [...group.visibleTo],
    created_at: formatTime(group.createdAtMs),
    updated_at: formatTime(group.updatedAtMs),
  };
}
