import { NO_PIECES, NO_USAGE } from '../../canonical/usage.ts';
import type { Id } from '../../core/ids.ts';
import type { Database } from '../../db/index.ts';
import type { OpenRecord, RequestRecord } from '../request-record.ts';

/** The organization, project and key that the records below belong to. */
export const OWNER = { organizationId: 'org_1', projectId: 'proj_1', keyId: 'key_1' } as const;

/** The id of the n-th request; ids sort by their number. */
export function requestId(n: number): Id<'req'> {
  return `req_${String(n).padStart(26, '0')}`;
}

/** The opening of the n-th request. */
export function openRecord(n: number): OpenRecord {
  return {
    id: requestId(n),
    ...OWNER,
    groupId: null,
    operation: 'chat.completions',
    dialect: 'openai-chat',
    model: 'gpt-4o-mini',
    isStreaming: n % 2 === 0,
    holdNano: 1_000_000,
    startedAtMs: 1_760_000_000_000 + n,
  };
}

/** The n-th request, settled for 1,000 nano-dollars after one attempt, with the given changes. */
export function closeRecord(n: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  const open = openRecord(n);
  return {
    ...open,
    upstreamModel: 'gpt-4o-mini-2024-07-18',
    route: 'pass-through',
    state: 'settled',
    status: 200,
    errorCode: null,
    usage: { ...NO_USAGE, inputTokens: 10, outputTokens: 5, cacheReadTokens: 2 },
    pieces: NO_PIECES,
    usageSource: 'upstream',
    chargeNano: 1_000,
    uncollectedNano: 0,
    price: '{"source":"operator:gpt-4o-mini"}',
    clientGone: false,
    firstByteMs: 12,
    totalMs: 20,
    attempts: [
      {
        channelId: 'chan_1',
        status: 'succeeded',
        upstreamStatus: 200,
        errorCode: null,
        startedAtMs: open.startedAtMs,
        firstByteMs: 11,
        totalMs: 19,
        upstreamCostNano: 900,
      },
    ],
    ...changes,
  };
}

/** The request of a client that was turned away: a row, and nothing to pay. */
export function refusedRecord(n: number): RequestRecord {
  return closeRecord(n, {
    state: 'refused',
    status: 402,
    errorCode: 'insufficient_credits',
    usage: NO_USAGE,
    usageSource: 'none',
    chargeNano: 0,
    price: null,
    attempts: [],
  });
}

/** Stores an organization with a wallet, a project and keys, so that records of theirs can be flushed. */
export async function storeOwners(
  { db }: Database,
  { organization = 1, grantedNano = 1_000_000_000, keys = [1] } = {},
): Promise<void> {
  const [organizationId, projectId] = [`org_${organization}`, `proj_${organization}`];
  await db.insertInto('organizations').values({ id: organizationId, name: 'Acme', created_at: 0 }).execute();
  await db
    .insertInto('wallets')
    .values({ organization_id: organizationId, granted_nano: grantedNano, spent_nano: 0, updated_at: 0 })
    .execute();
  await db
    .insertInto('projects')
    .values({
      ...{ id: projectId, organization_id: organizationId, name: 'Default' },
      ...{ mode: 'credits', error_format: 'native', created_at: 0 },
    })
    .execute();
  for (const key of keys) {
    await db
      .insertInto('api_keys')
      .values({
        ...{ id: `key_${key}`, organization_id: organizationId, project_id: projectId },
        ...{ type: 'general', name: 'ci', lookup_hash: `hash ${key}`, preview: 'sk-tp-…', status: 'active' },
        ...{ models: '[]', tags: '{}', created_at: 0, updated_at: 0 },
      })
      .execute();
  }
  if (grantedNano > 0) {
    await db
      .insertInto('ledger_entries')
      .values({
        ...{ id: `led_0${organization}`, organization_id: organizationId, kind: 'credit' },
        ...{ amount_nano: grantedNano, request_id: null, key_id: null, note: null, created_at: 0 },
      })
      .execute();
  }
}
