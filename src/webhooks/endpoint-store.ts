import type { Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { WebhookEndpointsTable } from '../db/tables.ts';
import type { WebhookEndpoint, WebhookEventType } from './webhook.ts';

/** An endpoint with what it is signed with, sealed. */
export interface StoredEndpoint extends WebhookEndpoint {
  readonly secretBox: string;
  readonly oldSecretBox: string | null;
}

/** Endpoints of an organization or of all, the oldest first. */
export async function selectEndpoints(
  db: Executor,
  filter: { readonly organizationId?: Id<'org'> | undefined; readonly projectId?: Id<'proj'> | undefined },
): Promise<StoredEndpoint[]> {
  let query = db.selectFrom('webhook_endpoints').selectAll().orderBy('created_at').orderBy('id');
  if (filter.organizationId !== undefined) {
    query = query.where('organization_id', '=', filter.organizationId);
  }
  if (filter.projectId !== undefined) {
    query = query.where('project_id', '=', filter.projectId);
  }
  return (await query.execute()).map(endpointOf);
}

/** One endpoint, or undefined. */
export async function selectEndpoint(db: Executor, id: string): Promise<StoredEndpoint | undefined> {
  const row = await db.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirst();
  return row && endpointOf(row);
}

/** Adds an endpoint. */
export async function insertEndpoint(db: Executor, endpoint: StoredEndpoint): Promise<void> {
  await db
    .insertInto('webhook_endpoints')
    .values({
      id: endpoint.id,
      organization_id: endpoint.organizationId,
      project_id: endpoint.projectId,
      created_at: endpoint.createdAtMs,
      ...changeable(endpoint),
    })
    .execute();
}

/** Writes everything of an endpoint that can change. */
export async function updateEndpoint(db: Executor, endpoint: StoredEndpoint): Promise<void> {
  await db.updateTable('webhook_endpoints').set(changeable(endpoint)).where('id', '=', endpoint.id).execute();
}

/** Removes an endpoint; what it was told stays in the log. */
export async function deleteEndpoint(db: Executor, id: Id<'whk'>): Promise<void> {
  await db.deleteFrom('webhook_endpoints').where('id', '=', id).execute();
}

/** Remembers that something arrived, or since when nothing has. */
export async function writeFailingSince(
  db: Executor,
  id: string,
  failingSinceMs: number | null,
): Promise<void> {
  let query = db.updateTable('webhook_endpoints').set({ failing_since: failingSinceMs }).where('id', '=', id);
  if (failingSinceMs !== null) {
    query = query.where('failing_since', 'is', null);
  }
  await query.execute();
}

/** Disables an endpoint; false when it is disabled already, so that one alone tells of it. */
export async function disableEndpoint(
  db: Executor,
  id: string,
  reason: 'gone' | 'failing',
): Promise<boolean> {
  const result = await db
    .updateTable('webhook_endpoints')
    .set({ status: 'disabled', disabled_reason: reason })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

function changeable(endpoint: StoredEndpoint) {
  return {
    url: endpoint.url,
    event_types: JSON.stringify(endpoint.eventTypes),
    status: endpoint.status,
    disabled_reason: endpoint.disabledReason,
    secret_box: endpoint.secretBox,
    old_secret_box: endpoint.oldSecretBox,
    old_secret_until: endpoint.oldSecretUntilMs,
    failing_since: endpoint.failingSinceMs,
  };
}

function endpointOf(row: Selectable<WebhookEndpointsTable>): StoredEndpoint {
  return {
    id: row.id as Id<'whk'>,
    organizationId: row.organization_id as Id<'org'>,
    projectId: row.project_id as Id<'proj'>,
    url: row.url,
    eventTypes: JSON.parse(row.event_types) as WebhookEventType[],
    status: row.status,
    disabledReason: row.disabled_reason,
    secretBox: row.secret_box,
    oldSecretBox: row.old_secret_box,
    oldSecretUntilMs: row.old_secret_until,
    failingSinceMs: row.failing_since,
    createdAtMs: row.created_at,
  };
}
