import { createSlotList, type Slotted } from '../../core/slot-list.ts';
import type { OpenRecord } from '../request-record.ts';
import type { Segment } from './segment.ts';

/** Where a running request stands in the files. Whoever opens a request gets it, and gives it back to close it. */
export interface Place extends Slotted {
  readonly running: OpenRecord;
  /** Null as long as the opening was not written. */
  openedIn: Segment | null;
}

/** Requests that were closed by one write. */
interface Ended {
  /** How many of them are not in the database yet. */
  count: number;
  /** The segments that they were opened and closed in, each of them once. */
  readonly segments: ReadonlySet<Segment>;
}

/**
 * Which requests need which segments: from the opening of a request until it is in the database. Nothing is
 * looked up by id, because a `Map` keeps a copy of every id in the old generation of the heap.
 */
export class Places {
  readonly #running = createSlotList<Place>();
  /** Requests that are over and not in the database yet, in the order in which they ended. */
  readonly #ended: Ended[] = [];
  #backlog = 0;
  readonly #retire: (segment: Segment) => void;

  /** @param retire called with every segment that one request less needs */
  constructor(retire: (segment: Segment) => void) {
    this.#retire = retire;
  }

  /** How many requests are over and not in the database yet. */
  get backlog(): number {
    return this.#backlog;
  }

  /** The opening is in a segment. */
  opened(place: Place, segment: Segment): void {
    place.openedIn = segment;
    segment.running += 1;
    this.#running.add(place);
  }

  /**
   * Requests are over. Their closings are in a segment, or nowhere when they could not be written.
   * @param places null for a request that was never opened
   */
  closed(places: readonly (Place | null)[], segment: Segment | null): void {
    const segments = new Set<Segment>(segment === null ? [] : [segment]);
    for (const place of places) {
      if (place !== null && place.openedIn !== null && this.#running.remove(place)) {
        place.openedIn.running -= 1;
        segments.add(place.openedIn);
      }
    }
    for (const needed of segments) {
      needed.unflushed += 1;
    }
    this.#ended.push({ count: places.length, segments });
    this.#backlog += places.length;
  }

  /** The requests that ended first are in the database. */
  release(count: number): void {
    this.#backlog -= count;
    let left = count;
    let done = 0;
    for (const ended of this.#ended) {
      const released = Math.min(left, ended.count);
      ended.count -= released;
      left -= released;
      if (ended.count > 0) {
        break;
      }
      done += 1;
      ended.segments.forEach(this.#unpin);
    }
    this.#ended.splice(0, done);
  }

  /** The requests that were opened in these segments and still run. */
  runningIn(segments: ReadonlySet<Segment>): readonly Place[] {
    const found: Place[] = [];
    if (segments.size > 0) {
      this.#running.visitAll((place) => {
        if (place.openedIn !== null && segments.has(place.openedIn)) {
          found.push(place);
        }
      });
    }
    return found;
  }

  /** Openings were written again in another segment. */
  move(places: readonly Place[], segment: Segment): void {
    for (const place of places) {
      const before = place.openedIn;
      place.openedIn = segment;
      segment.running += 1;
      if (before !== null) {
        before.running -= 1;
        this.#retire(before);
      }
    }
  }

  readonly #unpin = (segment: Segment): void => {
    segment.unflushed -= 1;
    if (segment.isSealed) {
      this.#retire(segment);
    }
  };
}
