import type { OpenRecord, RequestRecord } from '../request-record.ts';
import { type Journal, JournalFullError, type JournalOptions, type Written } from './journal.ts';
import { LineBuffer } from './line-buffer.ts';
import { type Place, Places } from './places.ts';
import { type Recovered, readSegments } from './recovery.ts';
import type { Segment } from './segment.ts';
import { asError, Segments } from './segments.ts';
import { addTurn } from './turn-lines.ts';

const SEGMENT_BYTES = 8 * 1_048_576;
const MAX_BACKLOG_RECORDS = 200_000;
/**
 * Opens the journal of a directory. All records of one turn of the event loop are written by one write,
 * which is enough against the death of the process; the disk follows in the background.
 * @throws the error of the file system when the directory cannot be used.
 */
export function openJournal(options: JournalOptions): Journal {
  return new FileJournal(options);
}

/** An opening or a closing that is to be written. */
type Pending =
  | { readonly opened: OpenRecord; readonly closed: null; readonly place: Place; readonly done: Written }
  | {
      readonly opened: null;
      readonly closed: RequestRecord;
      readonly place: Place | null;
      readonly done: Written;
    };

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

  open(record: OpenRecord, done: Written): Place {
    const place: Place = { slot: -1, running: record, openedIn: null };
    const problem = this.#ending() ?? this.#fullness();
    if (problem === null) {
      this.#enqueue({ opened: record, closed: null, place, done });
    } else {
      setImmediate(done, problem);
    }
    return place;
  }

  close(record: RequestRecord, place: Place | null, done: Written): void {
    // What was opened was counted against the bound then; what never was is counted here.
    const problem = this.#ending() ?? (place?.openedIn == null ? this.#fullness() : null);
    if (problem === null) {
      this.#enqueue({ opened: null, closed: record, place, done });
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

  release(count: number): void {
    this.#places.release(count);
  }

  recover(): AsyncIterable<Recovered> {
    return readSegments(this.#segments.left, this.#onFailure);
  }

  backlog(): number {
    return this.#places.backlog;
  }

  stop(): void {
    this.#write();
    this.#isStopped = true;
    this.#segments.stop();
  }

  #ending(): Error | null {
    return this.#isStopped ? new Error('the journal has ended') : null;
  }

  #fullness(): Error | null {
    const { backlog } = this.#places;
    return backlog + this.#pending.length < this.#maxBacklog
      ? null
      : new JournalFullError(`${backlog} requests wait for the database`);
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
    const moving = this.#places.runningIn(this.#leftovers);
    const written = this.#gather(batch, moving);
    let segment: Segment | null = null;
    let problem: Error | undefined;
    try {
      segment = this.#segments.append(this.#buffer.bytes, this.#buffer.length);
      this.#leftovers.clear();
      this.#places.move(moving, segment);
      this.#isFailing = false;
    } catch (thrown) {
      problem = asError(thrown);
      this.#reportFirst(problem);
    }
    this.#account(written, segment);
    for (const { done } of written) {
      this.#call(done, problem);
    }
  };

  /** Fills the buffer, and returns what is in it of the batch; who is not in it is told. */
  #gather(batch: readonly Pending[], moving: readonly Place[]): readonly Pending[] {
    const opened: OpenRecord[] = [];
    const closed: RequestRecord[] = [];
    for (const { running } of moving) {
      opened.push(running);
    }
    for (const pending of batch) {
      if (pending.closed === null) {
        opened.push(pending.opened);
      } else {
        closed.push(pending.closed);
      }
    }
    this.#buffer.remove();
    const tooLong = addTurn(this.#buffer, { opened, closed });
    return tooLong.length === 0 ? batch : this.#refuse(batch, new Set(tooLong));
  }

  #refuse(batch: readonly Pending[], tooLong: ReadonlySet<OpenRecord | RequestRecord>): readonly Pending[] {
    const problem = new Error('the record is too long for the journal');
    return batch.filter(({ opened, closed, done }) => {
      const isRefused = tooLong.has(closed ?? opened);
      if (isRefused) {
        setImmediate(done, problem);
      }
      return !isRefused;
    });
  }

  #account(batch: readonly Pending[], segment: Segment | null): void {
    const over: RequestRecord[] = [];
    const places: (Place | null)[] = [];
    for (const { closed, place } of batch) {
      if (closed !== null) {
        over.push(closed);
        places.push(place);
      } else if (segment !== null) {
        this.#places.opened(place, segment);
      }
    }
    if (over.length > 0) {
      this.#places.closed(places, segment);
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
