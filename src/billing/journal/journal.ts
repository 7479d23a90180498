import type { OpenRecord, RequestRecord } from '../request-record.ts';
import type { Place } from './places.ts';
import type { Recovered } from './recovery.ts';

/** Called when a record is in the journal, or with the reason why it is not. */
export type Written = (error?: Error) => void;

/** Opening is refused: more requests wait for the database than may be kept. The request gets a 503. */
export class JournalFullError extends Error {
  override readonly name = 'JournalFullError';
}

/** The append-only record of what happens to money between two transactions of the database. */
export interface Journal {
  /**
   * Writes that a request is about to be sent upstream. `done` is called once, never before this returns;
   * with an error the request must not be sent (`JournalFullError` when the backlog is at its bound).
   * @returns what `close` needs of this request
   */
  open(record: OpenRecord, done: Written): Place;
  /**
   * Writes that a request is over; once for each opening. `done` is called once, never before this returns.
   * With an error the record is not safe against a kill; when a write failed it still goes to the database.
   * @param place what `open` returned; null for a request that was never opened
   */
  close(record: RequestRecord, place: Place | null, done: Written): void;
  /** Sets the one receiver of closed requests, called after each write, before their `done`s. */
  onClosed(receiver: (records: readonly RequestRecord[]) => void): void;
  /**
   * Says that of the closed requests the next `count`, in the order in which the receiver got them, are in
   * the database (or refused by it for good), so that files can go.
   */
  release(count: number): void;
  /** What earlier runs left, in parts; their files are deleted when the reader has taken the last part. */
  recover(): AsyncIterable<Recovered>;
  /** Closed requests that are not in the database yet. */
  backlog(): number;
  /** Writes what waits, brings it to the disk and ends. What comes later fails. */
  stop(): void;
}

/** What a journal is opened with. */
export interface JournalOptions {
  /** Made when it does not exist, for the owner alone. One journal at a time may use it. */
  readonly directory: string;
  readonly segmentBytes?: number;
  readonly maxBacklogRecords?: number;
  /** Told of every damaged line, and once when writing begins to fail. */
  readonly onFailure: (error: Error) => void;
}
