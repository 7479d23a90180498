import type { Id } from '../core/ids.ts';
import { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { JsonObject } from '../dialects/dialect.ts';
import type { ResponseRow } from './store.ts';
import type { OwnResponse, StoredResponse } from './stored-response.ts';

/** What of a response is sealed. */
interface Content {
  readonly input: readonly JsonObject[];
  readonly response: JsonObject;
}

/** The JSON of what is sealed of a response. */
export function contentOf(response: Pick<OwnResponse, 'input' | 'response'>): string {
  const content: Content = { input: response.input, response: response.response };
  return JSON.stringify(content);
}

/** The row of a response; `content` is sealed for its project and its id. */
export function rowOf(
  response: StoredResponse,
  content: string | null,
  expiresAtMs: number,
  box: SecretBox,
): ResponseRow {
  const { projectId, id } = response;
  const isHere = response.kept === 'here';
  return {
    project_id: projectId,
    id,
    organization_id: response.organizationId,
    channel_id: isHere ? null : response.channelId,
    credential_index: isHere ? null : response.credentialIndex,
    previous_id: isHere ? response.previousId : null,
    status: isHere ? response.status : 'completed',
    is_background: isHere && response.isBackground ? 1 : 0,
    content_box: content === null ? null : box.seal(new Secret(content), sealedFor(projectId, id)),
    conversation_bytes: isHere ? response.conversationBytes : 0,
    created_at: response.createdAtMs,
    expires_at: expiresAtMs,
  };
}

/**
 * The response of a row.
 * @throws {SecretBoxError} when it was sealed with another master key or for another row.
 */
export function responseOf(row: ResponseRow, box: SecretBox): StoredResponse {
  const known = {
    id: row.id,
    projectId: row.project_id as Id<'proj'>,
    organizationId: row.organization_id as Id<'org'>,
    createdAtMs: row.created_at,
  };
  if (row.content_box === null) {
    const channelId = row.channel_id as Id<'chan'>;
    return { ...known, kept: 'upstream', channelId, credentialIndex: row.credential_index ?? 0 };
  }
  const content = box.open(row.content_box, sealedFor(row.project_id, row.id)).reveal();
  return {
    ...known,
    ...(JSON.parse(content) as Content),
    kept: 'here',
    previousId: row.previous_id,
    isBackground: row.is_background === 1,
    status: row.status,
    conversationBytes: row.conversation_bytes,
  };
}

/** As `src/master-key/sealed-columns.ts` says it again. */
function sealedFor(projectId: string, id: string): string {
  return `${projectId} ${id}`;
}
