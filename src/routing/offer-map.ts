import type { Offer } from './snapshot.ts';

/** Names that clients made up are remembered as unknown up to this many. */
const MOST_FOUND_LATER = 2_000;

/**
 * The offers of a group by model name. Beside the names known when it was built it answers names that
 * only the catalogue's patterns know (a dated version of a model), for channels that serve every priced
 * model of their provider: those cannot be listed beforehand, so they are found at the first question.
 */
export class OfferMap extends Map<string, readonly Offer[]> {
  readonly #findLater: (name: string) => readonly Offer[];
  readonly #foundLater = new Map<string, readonly Offer[] | undefined>();

  constructor(
    known: Iterable<readonly [string, readonly Offer[]]>,
    findLater: (name: string) => readonly Offer[],
  ) {
    super(known);
    this.#findLater = findLater;
  }

  override get(name: string): readonly Offer[] | undefined {
    return super.get(name) ?? this.#later(name);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  #later(name: string): readonly Offer[] | undefined {
    if (this.#foundLater.has(name)) {
      return this.#foundLater.get(name);
    }
    const offers = this.#findLater(name);
    const found = offers.length === 0 ? undefined : offers;
    if (this.#foundLater.size >= MOST_FOUND_LATER) {
      this.#foundLater.clear();
    }
    this.#foundLater.set(name, found);
    return found;
  }
}
