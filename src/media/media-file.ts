import type { Id } from '../core/ids.ts';
import type { MediaFilesTable } from '../db/tables.ts';

/** What a file is to its task. */
export type MediaFileRole = MediaFilesTable['role'];

/** What a file may be. */
export type MediaKind = 'image' | 'video' | 'audio';

/** A file of a task, whose bytes are in the media storage. */
export interface MediaFile {
  readonly id: Id<'file'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly taskId: Id<'task'>;
  readonly role: MediaFileRole;
  /** The place among the files of the same task and role, from zero. */
  readonly ordinal: number;
  readonly mediaType: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly seconds: number | null;
  readonly createdAtMs: number;
  /** Null for as long as the project keeps it. */
  readonly expiresAtMs: number | null;
  readonly isDeleted: boolean;
}

/** A file that is to be kept. */
export interface NewMediaFile
  extends Pick<MediaFile, 'organizationId' | 'projectId' | 'taskId' | 'role' | 'ordinal' | 'seconds'> {
  /** What it may be, whatever anybody says it is. */
  readonly kinds: readonly MediaKind[];
  readonly maxBytes: number;
  /** How long it is kept; null for ever. */
  readonly keepMs: number | null;
}

/** A part of a file, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes that are not kept: too many, or of a kind that was not asked for. */
export class MediaRefusedError extends Error {
  override readonly name = 'MediaRefusedError';
  readonly reason: 'too_large' | 'wrong_type' | 'empty';

  constructor(reason: MediaRefusedError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}
