import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import type { JsonObject } from '../dialects/dialect.ts';
import { contentOf, responseOf, rowOf } from './sealed-content.ts';
import * as store from './store.ts';
import {
  itemsOf,
  type NewOwnResponse,
  type OwnResponse,
  type StoredResponse,
  type UpstreamResponse,
} from './stored-response.ts';
import { createWriteBehind, keyOf } from './write-behind.ts';

/** Responses that clients may come back to: kept sealed, seen by the project they belong to alone. */
export interface StoredResponses {
  /** Whether responses are kept here at all; where not, the places of those that upstreams keep still are. */
  readonly keepsContent: boolean;
  /** Keeps a response, in the place of an older state of it. It is found at once and written soon after. */
  keep(response: NewOwnResponse): OwnResponse;
  /** Remembers where an upstream keeps a response. */
  remember(response: UpstreamResponse): void;
  /** Null for one that is unknown, another project's, deleted or expired. */
  find(projectId: Id<'proj'>, id: string): Promise<StoredResponse | null>;
  /**
   * Everything that was said up to and with this response, in its order. Null when what it continued is not
   * there any more.
   */
  conversation(response: OwnResponse): Promise<readonly JsonObject[] | null>;
  remove(response: StoredResponse): Promise<void>;
  /** Resolves when everything that was kept until now is in the database. */
  written(): Promise<void>;
  /**
   * Shows as failed what a former process left unfinished in the background before `beforeMs`: nobody works
   * on it any more. Says how many there were.
   */
  endUnfinished(beforeMs: number): Promise<number>;
  /** Removes at most so many responses whose time is over, and says how many there were. */
  removeExpired(limit: number): Promise<number>;
  /** Writes what waits, for at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** What the service works with. */
export interface StoredResponsesDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly box: SecretBox;
  /** How long responses are kept, in days; 0 keeps none. */
  readonly retentionDays: number;
  onFailure(error: Error): void;
}

const DAY_MS = 86_400_000;
/** How long OpenAI keeps responses, and so how long it is worth to know where they are. */
const UPSTREAM_DAYS = 30;
/** Turns of a conversation that one query reads. */
const MOST_TURNS_AT_ONCE = 500;

/** How a response is shown that its process did not live to finish. */
function interrupted(response: JsonObject): JsonObject {
  const message = 'The gateway stopped before the response was complete';
  return { ...response, status: 'failed', error: { code: 'server_error', message } };
}

/** Stored responses over one database. */
export function createStoredResponses(deps: StoredResponsesDeps): StoredResponses {
  const { database, clock, box, retentionDays, onFailure } = deps;
  const writing = createWriteBehind({
    onFailure,
    async write(entries) {
      const rows = entries.map(({ response, content }) => rowOf(response, content, expiryOf(response), box));
      await store.upsertResponses(database.db, rows);
    },
  });

  function expiryOf({ kept, createdAtMs }: StoredResponse): number {
    const days = kept === 'upstream' && retentionDays === 0 ? UPSTREAM_DAYS : retentionDays;
    return createdAtMs + days * DAY_MS;
  }

  async function find(projectId: Id<'proj'>, id: string): Promise<StoredResponse | null> {
    const waiting = writing.get(keyOf({ projectId, id }));
    if (waiting !== undefined) {
      return waiting;
    }
    const row = await store.selectResponse(database.db, projectId, id, clock.nowMs());
    return row === undefined ? null : responseOf(row, box);
  }

  /** Those that are not written yet are the newest, so the database has all that is before one it has. */
  async function conversation(last: OwnResponse): Promise<readonly JsonObject[] | null> {
    const newestFirst = [last];
    for (let id = last.previousId; id !== null; id = newestFirst.at(-1)?.previousId ?? null) {
      const { projectId } = last;
      const waiting = writing.get(keyOf({ projectId, id }));
      const before = waiting === undefined ? await stored(projectId, id) : [waiting];
      const own = before.filter((response) => response.kept === 'here');
      if (own.length === 0 || own.length < before.length) {
        return null;
      }
      newestFirst.push(...own);
    }
    return newestFirst.reverse().flatMap(itemsOf);
  }

  async function stored(projectId: Id<'proj'>, id: string): Promise<StoredResponse[]> {
    const rows = await store.selectChain(database.db, projectId, id, clock.nowMs(), MOST_TURNS_AT_ONCE);
    return rows.map((row) => responseOf(row, box));
  }

  return {
    keepsContent: retentionDays > 0,
    keep({ previousBytes, ...response }) {
      const content = contentOf(response);
      const kept = { ...response, conversationBytes: previousBytes + Buffer.byteLength(content) };
      writing.put({ response: kept, content });
      return kept;
    },
    remember: (response) => writing.put({ response, content: null }),
    find,
    conversation,
    async remove({ projectId, id }) {
      await writing.drop(keyOf({ projectId, id }));
      await store.deleteResponse(database.db, projectId, id);
    },
    written: writing.written,
    async endUnfinished(beforeMs) {
      const rows = await store.selectUnfinished(database.db, beforeMs);
      for (const row of rows) {
        const found = responseOf(row, box);
        if (found.kept === 'here') {
          const failed: OwnResponse = { ...found, status: 'failed', response: interrupted(found.response) };
          const ended = rowOf(failed, contentOf(failed), row.expires_at, box);
          await store.upsertResponses(database.db, [ended]);
        }
      }
      return rows.length;
    },
    removeExpired: (limit) => store.deleteExpired(database.db, clock.nowMs(), limit),
    async stop(graceMs) {
      const giveUp = setTimeout(writing.stop, graceMs);
      await writing.written();
      clearTimeout(giveUp);
      writing.stop();
    },
  };
}
