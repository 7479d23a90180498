import { describe, expect, it } from 'vitest';
import { findProvider } from '../providers/index.ts';
import { chooseOffer } from './choose-offer.ts';
import type { Offer } from './snapshot.ts';

describe('chooseOffer', () => {
  it('has nothing to choose from nothing', () => {
    expect(chooseOffer([], () => 0)).toBeNull();
  });

  it('never leaves the tier with the lowest number', () => {
    const offers = [offer('later', 1, 100), offer('first', 0, 1), offer('also', 0, 1)];
    expect(chosen(offers)).toEqual({ first: 50, also: 50 });
  });

  it('draws by weight', () => {
    expect(chosen([offer('a', 0, 1), offer('b', 0, 3), offer('c', 0, 0)])).toEqual({ a: 25, b: 75 });
  });

  it('takes weight 0 when all of the tier weigh nothing, each alike', () => {
    expect(chosen([offer('a', 0, 0), offer('b', 0, 0), offer('later', 1, 5)])).toEqual({ a: 50, b: 50 });
    expect(chosen([offer('only', 0, 0)])).toEqual({ only: 100 });
  });

  it('still chooses when the draw is exactly one', () => {
    expect(chooseOffer([offer('a', 0, 1), offer('b', 0, 0)], () => 1)?.channel.name).toBe('a');
  });
});

/** How often each channel is chosen over a hundred draws spread evenly. */
function chosen(offers: readonly Offer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let draw = 0; draw < 100; draw += 1) {
    const name = chooseOffer(offers, () => draw / 100)?.channel.name ?? 'none';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function offer(name: string, priority: number, weight: number): Offer {
  const provider = findProvider('openai');
  if (provider === undefined) {
    throw new Error('there is no such provider');
  }
  return {
    channel: {
      id: `chan_${name}`,
      name,
      provider,
      baseUrl: 'http://127.0.0.1',
      credentials: [],
      priority,
      weight,
      allowPrivate: true,
      isOwn: false,
    },
    upstreamModel: 'm',
    price: null,
    multiplierPpm: 1_000_000,
    contextWindow: null,
    maxOutputTokens: null,
  };
}
