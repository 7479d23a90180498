import type { z } from '@hono/zod-openapi';
import { formatMultiplier } from '../../core/money.ts';
import type { GeneralGroup } from '../../groups/index.ts';
import type { GroupJson } from '../contract/groups.ts';
import { formatTime } from '../moments.ts';

/** A group as it is answered. */
export function presentGroup(group: GeneralGroup): z.infer<typeof GroupJson> {
  return {
    id: group.id,
    object: 'group',
    name: group.name,
    platforms: [...group.platforms],
    multiplier: formatMultiplier(group.multiplierPpm),
    translate: group.translate,
    retry: group.retry ?? null,
    visible_to: group.visibleTo == null ? null : [...group.visibleTo],
    created_at: formatTime(group.createdAtMs),
    updated_at: formatTime(group.updatedAtMs),
  };
}
