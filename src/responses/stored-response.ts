import type { Id } from '../core/ids.ts';
import type { StoredResponsesTable } from '../db/tables.ts';
import type { JsonObject } from '../dialects/dialect.ts';

/** How far a response is (openai-node, `ResponseStatus`). */
export type ResponseStatus = StoredResponsesTable['status'];

/** What every response that can be found again has. */
interface Known {
  /** `resp_…`: the upstream's where it keeps the response, else ours. */
  readonly id: string;
  readonly organizationId: Id<'org'>;
  /** Whoever holds a key of this project may see the response, and nobody else. */
  readonly projectId: Id<'proj'>;
  readonly createdAtMs: number;
}

/** A response that its upstream keeps: where it is, and nothing of what it says. */
export interface UpstreamResponse extends Known {
  readonly kept: 'upstream';
  readonly channelId: Id<'chan'> | Id<'pk'>;
  /** Which credential of the channel made it; no other account knows it. */
  readonly credentialIndex: number;
}

/** A response that is kept here. */
export interface OwnResponse extends Known {
  readonly kept: 'here';
  /** The response it continued, which is kept here too; null where it began a conversation. */
  readonly previousId: string | null;
  readonly isBackground: boolean;
  readonly status: ResponseStatus;
  /** The items that came with the request, without those of the responses before it. */
  readonly input: readonly JsonObject[];
  /** The response as a client gets it. */
  readonly response: JsonObject;
  /** The size of this one and of all it continued, in bytes of JSON. */
  readonly conversationBytes: number;
}

/** A response that can be found again. */
export type StoredResponse = UpstreamResponse | OwnResponse;

/** A response that is to be kept here. */
export type NewOwnResponse = Omit<OwnResponse, 'conversationBytes'> & {
  /** The size of everything it continued; 0 where it began a conversation. */
  readonly previousBytes: number;
};

/** The items a response put out. */
export function outputOf({ response }: Pick<OwnResponse, 'response'>): readonly JsonObject[] {
  return Array.isArray(response.output) ? response.output : [];
}

/** What a response brought to its conversation, and what it said. */
export function itemsOf(response: Pick<OwnResponse, 'input' | 'response'>): readonly JsonObject[] {
  return [...response.input, ...outputOf(response)];
}

/** Whether nothing of it will change any more. */
export function isOver(status: ResponseStatus): boolean {
  return status !== 'queued' && status !== 'in_progress';
}
