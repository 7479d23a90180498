import type { Id } from '../../core/ids.ts';
import type { OpenRecord } from '../request-record.ts';
import type { Segment } from './segment.ts';

/** Where one request stands in the files. */
export interface Place {
  openedIn: Segment | null;
  closedIn: Segment | null;
  /** What was opened, as long as it runs; null after that. */
  running: OpenRecord | null;
}

/** Which requests need which segments: from the opening of a request until it is in the database. */
export class Places {
  readonly #places = new Map<Id<'req'>, Place>();
  readonly #retire: (segment: Segment) => void;

  /** @param retire called with every segment that one request less needs */
  constructor(retire: (segment: Segment) => void) {
    this.#retire = retire;
  }

  has(id: Id<'req'>): boolean {
    return this.#places.has(id);
  }

  /** A request whose opening is about to be written. */
  expect(record: OpenRecord): Place {
    const place = { openedIn: null, closedIn: null, running: record };
    this.#places.set(record.id, place);
    return place;
  }

  /** The opening could not be written. */
  forget(id: Id<'req'>): void {
    this.#places.delete(id);
  }

  /** The opening is in a segment. */
  opened(place: Place, segment: Segment): void {
    if (place.openedIn === null) {
      place.openedIn = segment;
      segment.running += 1;
    }
  }

  /** The request is over; its closing is in a segment, or nowhere when it could not be written. */
  closed(id: Id<'req'>, segment: Segment | null): void {
    const place = this.#places.get(id) ?? this.#unopened(id);
    if (place.openedIn !== null && place.running !== null) {
      place.openedIn.running -= 1;
      place.openedIn.unflushed += 1;
    }
    place.running = null;
    if (segment !== null && place.closedIn === null) {
      place.closedIn = segment;
      segment.unflushed += 1;
    }
  }

  /** The request is in the database. */
  release(id: Id<'req'>): void {
    const place = this.#places.get(id);
    if (place !== undefined) {
      this.#places.delete(id);
      this.#unpin(place.openedIn);
      this.#unpin(place.closedIn);
    }
  }

  /** The requests that were opened in these segments and still run. */
  runningIn(segments: ReadonlySet<Segment>): readonly Place[] {
    return segments.size === 0
      ? []
      : [...this.#places.values()].filter(
          ({ openedIn, running }) => openedIn !== null && running !== null && segments.has(openedIn),
        );
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

  #unopened(id: Id<'req'>): Place {
    const place = { openedIn: null, closedIn: null, running: null };
    this.#places.set(id, place);
    return place;
  }

  #unpin(segment: Segment | null): void {
    if (segment !== null) {
      segment.unflushed -= 1;
      if (segment.isSealed) {
        this.#retire(segment);
      }
    }
  }
}
