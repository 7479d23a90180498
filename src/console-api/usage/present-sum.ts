import type { z } from '@hono/zod-openapi';
import { totalInputTokens } from '../../canonical/usage.ts';
import { formatUsd } from '../../core/money.ts';
import type { UsageSum } from '../../usage/index.ts';
import type { UsageSumJson } from '../contract/usage.ts';
import { formatTime } from '../moments.ts';
import { presentUsage } from './present-usage.ts';

/** A sum as it is answered. What upstreams cost is shown to operators alone. */
export function presentSum(sum: UsageSum, seesCosts: boolean): z.infer<typeof UsageSumJson> {
  const input = totalInputTokens(sum);
  return {
    ...dimensionsOf(sum),
    requests: sum.requests,
    errors: sum.errors,
    ...presentUsage(sum),
    images: sum.images,
    seconds: sum.seconds,
    songs: sum.songs,
    characters: sum.characters,
    web_searches: sum.webSearches,
    hosted_tools: sum.hostedTools,
    cache_hit_rate: input === 0 ? null : Number((sum.cacheReadTokens / input).toFixed(4)),
    charge: formatUsd(sum.chargeNano),
    ...(seesCosts ? { upstream_cost: formatUsd(sum.upstreamCostNano) } : {}),
    duration_ms: sum.durationMs,
    average_ms: sum.requests === 0 ? null : Math.round(sum.durationMs / sum.requests),
    p95_ms: sum.p95Ms,
  };
}

function dimensionsOf(sum: UsageSum): Partial<z.infer<typeof UsageSumJson>> {
  return {
    ...(sum.hourMs === null ? {} : { hour: formatTime(sum.hourMs) }),
    ...(sum.day === null ? {} : { day: sum.day }),
    ...(sum.model === null ? {} : { model: sum.model }),
    ...(sum.keyId === null ? {} : { key_id: sum.keyId }),
    ...(sum.projectId === null ? {} : { project_id: sum.projectId }),
    ...(sum.organizationId === null ? {} : { organization_id: sum.organizationId }),
    ...(sum.channelId === null
      ? {}
      : {
          channel_id: sum.channelId,
          attempts: sum.attempts ?? 0,
          failed_attempts: sum.failedAttempts ?? 0,
        }),
  };
}
