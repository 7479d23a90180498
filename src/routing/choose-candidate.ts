import type { Candidate } from './account.ts';

/** A way to choose among candidates that could all serve. */
export type Random = () => number;

/**
 * Picks one of these candidates: those with the lowest priority number; of those the channel with the least
 * load for its weight, at random by weight among equals; and of that channel the account with the fewest
 * requests under way. A channel of weight 0 is picked only when all of its tier weigh 0; then they are equal.
 *
 * `random` gives a number from 0 to 1, exclusive. Null when there is no candidate.
 */
export function chooseCandidate(candidates: readonly Candidate[], random: Random): Candidate | null {
  const [only] = candidates;
  if (only === undefined || candidates.length === 1) {
    return only ?? null;
  }
  const tier = smallest(candidates, ({ offer }) => offer.channel.priority);
  const weighing = tier.filter(({ offer }) => offer.channel.weight > 0);
  const free = smallest(weighing.length > 0 ? weighing : tier, loadOf);
  const channels = [...new Set(free.map(({ state }) => state))];
  const drawn = draw(
    channels.map((state) => [state, state.channel.weight]),
    random,
  );
  const accounts = smallest(
    free.filter(({ state }) => state === drawn),
    ({ account }) => account.load.running,
  );
  return accounts[Math.floor(random() * accounts.length)] ?? accounts[0] ?? null;
}

function loadOf({ state, offer }: Candidate): number {
  return state.load.running / Math.max(1, offer.channel.weight);
}

/** All for which `measure` is smallest. */
function smallest<T>(all: readonly T[], measure: (one: T) => number): readonly T[] {
  let least = Number.POSITIVE_INFINITY;
  for (const one of all) {
    least = Math.min(least, measure(one));
  }
  return all.filter((one) => measure(one) === least);
}

/** One of these at random by weight; each alike where nothing weighs anything. */
function draw<T>(weighted: readonly (readonly [T, number])[], random: Random): T | null {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  if (total === 0) {
    return weighted[Math.floor(random() * weighted.length)]?.[0] ?? null;
  }
  let left = random() * total;
  for (const [one, weight] of weighted) {
    left -= weight;
    if (left < 0) {
      return one;
    }
  }
  // Sums of weights are exact integers, so this is reached only by a `random` that gives 1.
  return weighted.findLast(([, weight]) => weight > 0)?.[0] ?? null;
}
