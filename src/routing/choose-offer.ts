import type { Offer } from './snapshot.ts';

/**
 * Picks where a request goes: among the offers with the lowest priority number, at random by weight. An
 * offer of weight 0 is picked only when all of its tier weigh 0; then they are equal.
 *
 * `random` gives a number from 0 to 1, exclusive. Null when there is no offer.
 */
export function chooseOffer(offers: readonly Offer[], random: () => number): Offer | null {
  const best = Math.min(...offers.map((offer) => offer.channel.priority));
  const tier = offers.filter((offer) => offer.channel.priority === best);
  if (tier.length < 2) {
    return tier[0] ?? null;
  }
  const total = tier.reduce((sum, offer) => sum + offer.channel.weight, 0);
  if (total === 0) {
    return tier[Math.floor(random() * tier.length)] ?? null;
  }
  let drawn = random() * total;
  for (const offer of tier) {
    drawn -= offer.channel.weight;
    if (drawn < 0) {
      return offer;
    }
  }
  // Sums of weights are exact integers, so this is reached only by a `random` that gives 1.
  return tier.findLast((offer) => offer.channel.weight > 0) ?? null;
}
