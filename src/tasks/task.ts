import type { PriceSheet } from '../billing/price-sheet.ts';
import type { MediaFailure, MediaRequest, MediaRole, Modality } from '../canonical/media.ts';
import type { Measured } from '../canonical/usage.ts';
import type { Id } from '../core/ids.ts';
import type { NanoUsd, Ppm } from '../core/money.ts';
import type { MediaFile } from '../media/index.ts';
import type { TaskState } from './states.ts';

/** The family of addresses a task was made through, which decides who may follow it where. */
export type TaskSurface = 'image_tasks' | 'images' | 'videos' | 'music' | 'video_operations';

/** An input of a task: in the media store, and what it is to the work. */
export interface StoredInput {
  readonly role: MediaRole;
  readonly mediaType: string;
  /** Its id in the media store. */
  readonly file: Id<'file'>;
}

/** Something a task made, in the media store. */
export type StoredOutput = MediaFile;

type WithoutInputs<R> = R extends MediaRequest ? Omit<R, 'inputs'> : never;

/** What is asked for, as it is kept: the inputs are files of the media store. */
export type StoredRequest = WithoutInputs<MediaRequest> & { readonly inputs: readonly StoredInput[] };

/** What the caller wants the answers to look like. */
export interface TaskWishes {
  readonly responseFormat: 'url' | 'b64_json';
  /** What the caller wants to be told again. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The price that was agreed when the task was made, for some of the channels that may serve it. */
export interface TaskTerms {
  readonly channelIds: readonly string[];
  /** Null where nobody priced it because the organization pays the provider itself. */
  readonly price: PriceSheet | null;
  readonly multiplierPpm: Ppm;
}

/** Why a task ended without a result: a code callers know, and a sentence. */
export interface TaskError {
  readonly code: TaskErrorCode;
  readonly message: string;
}

/** What `error.code` of a task can say. */
export type TaskErrorCode = MediaFailure | 'upstream_timeout' | 'no_channel' | 'storage_failed' | 'canceled';

/** What a task cost and by which measure. */
export interface TaskBill {
  readonly measured: Measured;
  readonly chargeNano: NanoUsd;
}

/** One asynchronous media job of a caller. */
export interface Task {
  readonly id: Id<'task'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly keyId: Id<'key'>;
  /** The group or image batch group whose channels serve it. */
  readonly poolId: Id<'grp'> | Id<'ibg'>;
  /** The request that made it, and under which it is in the request log once it is over. */
  readonly requestId: Id<'req'>;
  readonly surface: TaskSurface;
  readonly modality: Modality;
  readonly model: string;
  readonly state: TaskState;
  readonly request: StoredRequest;
  readonly wishes: TaskWishes;
  readonly terms: readonly TaskTerms[];
  readonly callbackUrl: string | null;
  readonly holdNano: NanoUsd;
  readonly percent: number | null;
  readonly outputs: readonly StoredOutput[];
  readonly error: TaskError | null;
  /** Null until it is over. */
  readonly bill: TaskBill | null;
  readonly isCancelRequested: boolean;
  readonly isActive: boolean;
  readonly deadlineAtMs: number;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly expiresAtMs: number | null;
  readonly updatedAtMs: number;
}
