import { describe, expect, it } from 'vitest';
import { createTestClock } from '../limits/testing/claims.ts';
import type { Candidate } from './account.ts';
import { failureOfAnswer, failureOfConnection } from './classify-failure.ts';
import { createRoad } from './road.ts';
import type { Channel, Offer } from './snapshot.ts';
import { testChannel, testOffer } from './testing/offers.ts';
import { createTried } from './tried.ts';

const BROKEN = failureOfConnection('upstream_unreachable');
const REFUSED = failureOfAnswer(401, {}, '', 0);
const REVOKED = failureOfAnswer(403, {}, 'account suspended', 0);
const limited = (seconds: number) => failureOfAnswer(429, { 'retry-after': String(seconds) }, '', 0);

function open(...channels: Channel[]) {
  const clock = createTestClock();
  const road = createRoad({ clock, random: () => 0 });
  const offers = channels.map((channel) => testOffer(channel));
  const choose = (from: readonly Offer[] = offers) => road.choose(from, null, null);
  const must = (from: readonly Offer[] = offers): Candidate => {
    const { candidate } = choose(from);
    if (candidate === null) {
      throw new Error('nothing was chosen');
    }
    return candidate;
  };
  return { clock, road, offers, choose, must };
}

function nameOf(candidate: Candidate | null): string | null {
  return candidate && `${candidate.offer.channel.name}${candidate.account.index}`;
}

describe('road', () => {
  it('prefers the lower tier, then the lesser load, then the weight', () => {
    const { road, must } = open(
      testChannel('a'),
      testChannel('b', { weight: 3 }),
      testChannel('c', { priority: 1 }),
    );
    const names = [1, 2, 3, 4].map(() => {
      const candidate = must();
      road.begin(candidate);
      return nameOf(candidate);
    });
    expect(names.filter((name) => name === 'a0')).toHaveLength(1);
    expect(names.filter((name) => name === 'b0')).toHaveLength(3);
  });

  it('spreads the requests of a channel over its credentials', () => {
    const { road, must } = open(testChannel('a', { credentials: ['one', 'two'] }));
    const first = must();
    road.begin(first);
    expect(nameOf(must())).toBe('a1');
    road.end(first);
    expect(nameOf(must())).toBe('a0');
  });

  it('keeps to the bounds of channels and of credentials', () => {
    const { road, offers, must, choose } = open(
      testChannel('a', { credentials: ['one', 'two'], credentialConcurrency: 1 }),
      testChannel('b', { priority: 1, concurrency: 1 }),
    );
    const names = [1, 2, 3].map(() => {
      const candidate = must();
      road.begin(candidate);
      return nameOf(candidate);
    });
    expect(names).toEqual(['a0', 'a1', 'b0']);
    expect(choose()).toEqual({ candidate: null, retryAfterS: 1 });
    const elsewhere = must([testOffer(testChannel('free'))]);
    expect(road.hasOther(offers, createTried(), elsewhere)).toBe(false);
  });

  it('leaves an account alone for as long as its upstream says, for that model', () => {
    const { clock, road, must } = open(testChannel('a'), testChannel('b', { priority: 1 }));
    const first = must();
    road.failed(first, limited(10));
    expect(nameOf(must())).toBe('b0');
    expect(nameOf(must([testOffer(first.offer.channel, 'other')]))).toBe('a0');
    clock.advance(9_999);
    expect(nameOf(must())).toBe('b0');
    clock.advance(1);
    expect(nameOf(must())).toBe('a0');
  });

  it('lets one request at a time find out whether a rest is over', () => {
    const { clock, road, must } = open(testChannel('a'), testChannel('b', { priority: 1 }));
    road.failed(must(), limited(1));
    clock.advance(1_000);
    const probe = must();
    road.begin(probe);
    expect([nameOf(probe), nameOf(must())]).toEqual(['a0', 'b0']);
    road.succeeded(probe);
    expect(nameOf(must())).toBe('a0');
  });

  it('a probe that says nothing leaves the place to the next', () => {
    const { clock, road, must } = open(testChannel('a'), testChannel('b', { priority: 1 }));
    road.failed(must(), limited(1));
    clock.advance(1_000);
    const probe = must();
    road.begin(probe);
    road.unknown(probe);
    expect(nameOf(must())).toBe('a0');
  });

  it('rests longer with each failure in a row, and never for ever', () => {
    const { clock, road, must } = open(testChannel('a'), testChannel('b', { priority: 1 }));
    const failing = must();
    const rests: number[] = [];
    for (let failures = 1; failures <= 12; failures += 1) {
      road.failed(failing, BROKEN);
      const [rest] = road.view('chan_a')[0]?.rests ?? [];
      rests.push((rest?.untilMs ?? 0) - clock.nowMs());
    }
    expect(rests.slice(0, 3)).toEqual([250, 500, 1_000]);
    expect(rests.at(-1)).toBe(30_000);
    clock.advance(30_000);
    expect(nameOf(must())).toBe('a0');
  });

  it('asks what breaks all the same where nobody else is there', () => {
    const { road, must } = open(testChannel('a'));
    for (let failures = 1; failures <= 20; failures += 1) {
      road.failed(must(), BROKEN);
    }
    expect(nameOf(must())).toBe('a0');
  });

  it('shuts what said five times in a row that it wants no requests, until its time has come', () => {
    const { clock, road, must, choose } = open(testChannel('a'));
    for (let failures = 1; failures <= 5; failures += 1) {
      road.failed(must(), limited(20));
    }
    expect(choose()).toEqual({ candidate: null, retryAfterS: 20 });
    clock.advance(20_000);
    expect(nameOf(must())).toBe('a0');
  });

  it('a refused credential rests for all models, and its channel goes on with the others', () => {
    const { road, must } = open(testChannel('a', { credentials: ['dead', 'alive'] }));
    const dead = must();
    road.failed(dead, REFUSED);
    expect(nameOf(must([testOffer(dead.offer.channel, 'other')]))).toBe('a1');
  });

  it('a revoked credential stays out until the channel is reset', () => {
    const { clock, road, must, choose } = open(testChannel('a'));
    road.failed(must(), REVOKED);
    clock.advance(100 * 3_600_000);
    expect(choose().candidate).toBeNull();
    expect(road.view('chan_a')).toMatchObject([{ state: 'revoked', rests: [{ lastError: 'upstream_403' }] }]);
    road.reset('chan_a');
    expect(nameOf(must())).toBe('a0');
  });

  it('keeps health and load of a credential when its channel is changed', () => {
    const { road, must } = open(testChannel('a', { credentials: ['one', 'two'] }));
    const busy = must();
    road.begin(busy);
    road.failed(busy, REFUSED);
    const changed = testOffer(testChannel('a', { credentials: ['new', 'one'], weight: 5 }));
    expect(nameOf(must([changed]))).toBe('a0');
    expect(road.view('chan_a').map(({ running, state }) => [running, state])).toEqual([
      [0, 'healthy'],
      [1, 'resting'],
    ]);
    road.end(busy);
    expect(road.view('chan_a').map(({ running }) => running)).toEqual([0, 0]);
  });
});

describe('another attempt', () => {
  it('goes where none was made, and to another channel when the first failed as a whole', () => {
    const { road, offers, must } = open(
      testChannel('a', { credentials: ['one', 'two'] }),
      testChannel('b', { priority: 1 }),
    );
    const tried = createTried();
    const first = must();
    expect(road.hasOther(offers, tried, first)).toBe(true);
    const names: (string | null)[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const { candidate } = road.choose(offers, tried, null);
      names.push(nameOf(candidate));
      if (candidate !== null) {
        tried.add(candidate, true);
      }
    }
    expect(names).toEqual(['a0', 'b0', 'a1', null]);
    expect(road.hasOther(offers, tried, first)).toBe(false);
  });
});

describe('a bound session', () => {
  const bound = { channelId: 'chan_b', credentialIndex: 0 };

  it('keeps to its account within the tier, and gives it up when that rests', () => {
    const { road, offers } = open(testChannel('a'), testChannel('b'));
    const kept = road.choose(offers, null, bound).candidate;
    expect(nameOf(kept)).toBe('b0');
    if (kept !== null) {
      road.failed(kept, BROKEN);
    }
    expect(nameOf(road.choose(offers, null, bound).candidate)).toBe('a0');
  });

  it('goes nowhere else when no other will do', () => {
    const { road, offers } = open(testChannel('a'), testChannel('b', { credentials: ['one', 'two'] }));
    const only = { ...bound, credentialIndex: 1, isOnly: true };
    const { candidate } = road.choose(offers, null, only);
    expect(nameOf(candidate)).toBe('b1');
    const tried = createTried();
    if (candidate !== null) {
      tried.add(candidate, false);
    }
    expect(road.choose(offers, tried, only).candidate).toBeNull();
  });

  it('does not keep a session in a later tier', () => {
    const { road, offers } = open(testChannel('a'), testChannel('b', { priority: 1 }));
    expect(nameOf(road.choose(offers, null, bound).candidate)).toBe('a0');
  });
});
