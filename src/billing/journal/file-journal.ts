import type { OpenRecord, RequestRecord } from '../request-record.ts';
import { type Journal, JournalFullError, type JournalOptions, type Written } from './journal.ts';
import { closeLine, MAX_LINE_BYTES, openLine } from './line.ts';
import { LineBuffer } from './line-buffer.ts';
import { Places } from './places.ts';
import { type Recovered, readSegments } from './recovery.ts';
import type { Segment } from './segment.ts';
import { asError, Segments } from './segments.ts';

const SEGMENT_BYTES = 8 * 1_048_576;
const MAX_BACKLOG_RECORDS = 200_000;
/** Longer records are refused. A third, because a character may take three bytes in the file. */
const MAX_LINE_CHARACTERS = Math.floor(MAX_LINE_BYTES / 3);

/**
 * Opens the journal of a directory. All records of one turn of the event loop are written by one write,
 * which is enough against the death of the process; the disk follows in the background.
 * @throws the error of the file system when the directory cannot be used.
 */
export function openJournal(options: JournalOptions): Journal {
  return new FileJournal(options);
}

interface Pending {
  readonly line: string;
  readonly record: OpenRecord | RequestRecord;
  /** The same record where it closes a request; null where it opens one. */
  readonly closed: RequestRecord | null;
  readonly done: Written;
}

class FileJournal implements Journal {
  readonly #onFailure: (error: Error) => void;
  readonly #maxBacklog: number;
  readonly #segments: Segments;
  readonly #places: Places;
  readonly #buffer = new LineBuffer();
  /** Sealed segments whose running requests have to be written again, so that the file can go. */
  readonly #leftovers = new Set<Segment>();
  #pending: Pending[] = [];
  #isScheduled = false;
  #isStopped = false;
  #isFailing = false;
  #backlog = 0;
  #received: RequestRecord[] = [];
  #receive = (records: readonly RequestRecord[]): void => {
    this.#received.push(...records);
  };

  constructor({ directory, segmentBytes, maxBacklogRecords, onFailure }: JournalOptions) {
    this.#onFailure = onFailure;
    this.#maxBacklog = maxBacklogRecords ?? MAX_BACKLOG_RECORDS;
    this.#segments = new Segments({
      directory,
      segmentBytes: segmentBytes ?? SEGMENT_BYTES,
      onFailure,
      onLeftovers: (segment) => {
        this.#leftovers.add(segment);
        this.#schedule();
      },
    });
    this.#places = new Places((segment) => this.#segments.retire(segment));
  }

  open(record: OpenRecord, done: Written): void {
    const line = openLine(record);
    const problem = this.#problemWith(line) ?? this.#fullness();
    if (problem === null) {
      this.#places.expect(record.id, line);
      this.#enqueue({ line, record, closed: null, done });
    } else {
      setImmediate(done, problem);
    }
  }

  close(record: RequestRecord, done: Written): void {
    const line = closeLine(record);
    // What was opened was counted against the bound then; what never was is counted here.
    const problem = this.#problemWith(line) ?? (this.#places.has(record.id) ? null : this.#fullness());
    if (problem === null) {
      this.#enqueue({ line, record, closed: record, done });
    } else {
      setImmediate(done, problem);
    }
  }

  onClosed(receiver: (records: readonly RequestRecord[]) => void): void {
    this.#receive = receiver;
    if (this.#received.length > 0) {
      receiver(this.#received);
      this.#received = [];
    }
  }

  release(records: readonly RequestRecord[]): void {
    for (const { id } of records) {
      this.#places.release(id);
    }
    this.#backlog -= records.length;
  }

  recover(): AsyncIterable<Recovered> {
    return readSegments(this.#segments.left, this.#onFailure);
  }

  backlog(): number {
    return this.#backlog;
  }

  stop(): void {
    this.#write();
    this.#isStopped = true;
    this.#segments.stop();
  }

  #problemWith(line: string): Error | null {
    if (this.#isStopped) {
      return new Error('the journal has ended');
    }
    return line.length > MAX_LINE_CHARACTERS ? new Error('the record is too long for the journal') : null;
  }

  #fullness(): Error | null {
    return this.#backlog + this.#pending.length < this.#maxBacklog
      ? null
      : new JournalFullError(`${this.#backlog} requests wait for the database`);
  }

  #enqueue(pending: Pending): void {
    this.#pending.push(pending);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(this.#write);
    }
  }

  readonly #write = (): void => {
    this.#isScheduled = false;
    const batch = this.#pending;
    if (this.#isStopped || (batch.length === 0 && this.#leftovers.size === 0)) {
      return;
    }
    this.#pending = [];
    let segment: Segment | null = null;
    let problem: Error | undefined;
    try {
      segment = this.#append(batch);
      this.#isFailing = false;
    } catch (thrown) {
      problem = asError(thrown);
      this.#reportFirst(problem);
    }
    this.#account(batch, segment);
    for (const { done } of batch) {
      this.#call(done, problem);
    }
  };

  #append(batch: readonly Pending[]): Segment {
    const moving = this.#places.runningIn(this.#leftovers);
    this.#buffer.clear();
    for (const { openLine: line } of moving) {
      this.#buffer.add(line);
    }
    for (const { line } of batch) {
      this.#buffer.add(line);
    }
    const segment = this.#segments.append(this.#buffer.bytes, this.#buffer.length);
    this.#leftovers.clear();
    this.#places.move(moving, segment);
    return segment;
  }

  #account(batch: readonly Pending[], segment: Segment | null): void {
    const over: RequestRecord[] = [];
    for (const { record, closed } of batch) {
      if (closed !== null) {
        over.push(closed);
        this.#places.closed(record.id, segment);
      } else if (segment === null) {
        this.#places.forget(record.id);
      } else {
        this.#places.opened(record.id, segment);
      }
    }
    if (over.length > 0) {
      this.#backlog += over.length;
      this.#receive(over);
    }
  }

  #reportFirst(problem: Error): void {
    if (!this.#isFailing) {
      this.#isFailing = true;
      this.#onFailure(problem);
    }
  }

  /** One caller that throws must not keep the others of its turn waiting. */
  #call(done: Written, problem: Error | undefined): void {
    try {
      done(problem);
    } catch (thrown) {
      this.#onFailure(asError(thrown));
    }
  }
}
