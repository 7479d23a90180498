import type { z } from '@hono/zod-openapi';
import { type KeySettings, NO_LIMITS, NO_SPEND_WINDOWS } from '../../keys/index.ts';
import type { ApiKeyPatch } from '../contract/keys.ts';

/** What a body says of a key beside its binding, as the service takes it: null clears, absent stays. */
export function settingsOf(input: Omit<z.output<typeof ApiKeyPatch>, 'status'>): KeySettings {
  return {
    name: input.name,
    expiresAtMs: input.expires_at,
    quotaNano: input.quota,
    limits: input.limits === null ? NO_LIMITS : limitsOf(input.limits),
    spendWindowsNano: input.spend_windows === null ? NO_SPEND_WINDOWS : input.spend_windows,
    models: clearedList(input.models),
    ipAllow: clearedList(input.ip_allow),
    ipDeny: clearedList(input.ip_deny),
    iamRules: clearedList(input.iam_rules),
    defaultModel: input.default_model,
    tags: input.tags === null ? {} : input.tags,
  };
}

function limitsOf(limits: Exclude<z.output<typeof ApiKeyPatch>['limits'], null>): KeySettings['limits'] {
  return (
    limits && {
      rpm: limits.rpm,
      tpm: limits.tpm,
      concurrency: limits.concurrency,
      queueLimit: limits.queue_limit === null ? NO_LIMITS.queueLimit : limits.queue_limit,
    }
  );
}

function clearedList<Entry>(list: readonly Entry[] | null | undefined): readonly Entry[] | undefined {
  return list === null ? [] : list;
}
