import { describe, expect, it } from 'vitest';
import { createCatalogue, type PriceOverride } from '../catalog/index.ts';
import { findProvider } from '../providers/index.ts';
import { createPriceFinder } from './price-finder.ts';

const NOW_MS = Date.parse('2026-03-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const clock = { nowMs: () => NOW_MS, monotonicMs: () => 0 };
const EVERYWHERE = { organization: 'org_1', group: 'grp_1', channel: 'chan_1' };

let made = 0;
function override(
  scope: PriceOverride['scope'],
  model: string,
  input: string,
  validFromMs = NOW_MS - HOUR_MS,
): PriceOverride {
  const scopeId = scope === 'model' ? null : EVERYWHERE[scope];
  made += 1;
  return {
    id: `price_${made}`,
    ...{ scope, scopeId, model, price: { input }, validFromMs, createdAtMs: 0 },
  };
}

function finder(overrides: readonly PriceOverride[], models: Record<string, string> = {}) {
  const provider = findProvider('openai');
  if (provider === undefined) {
    throw new Error('there is no such provider');
  }
  const find = createPriceFinder({
    models: Object.entries(models).map(([name, input]) => ({ name, price: { input }, updatedAtMs: 0 })),
    ...{ overrides, catalogue: createCatalogue({ clock }), nowMs: NOW_MS },
  });
  return (place: Parameters<typeof find>[3] = EVERYWHERE, name = 'fast', upstream = 'gpt-4o') =>
    find(provider, name, upstream, place);
}

describe('the price of a model', () => {
  const all = [
    override('model', 'fast', '4'),
    override('channel', 'fast', '3'),
    override('group', 'fast', '2'),
    override('organization', 'fast', '1'),
  ];

  it.each([
    [EVERYWHERE, 'organization:org_1/fast@2026-02-28T23:00:00.000Z', 1],
    [{ ...EVERYWHERE, organization: 'org_2' }, 'group:grp_1/fast@2026-02-28T23:00:00.000Z', 2],
    [{ channel: 'chan_1' }, 'channel:chan_1/fast@2026-02-28T23:00:00.000Z', 3],
    [{ channel: 'chan_2' }, 'operator:fast@2026-02-28T23:00:00.000Z', 4],
  ])('in %j is %s', (place, source, dollars) => {
    const { price } = finder(all, { fast: '9' })(place);
    expect([price?.source, price?.tokens.input]).toEqual([source, dollars * 1_000_000_000]);
  });

  it('costs upstream what no group or organization changes', () => {
    expect(finder(all)().costPrice?.source).toMatch(/^channel:chan_1/);
    expect(finder(all.slice(2), { fast: '9' })().costPrice?.source).toBe('operator:fast');
    expect(finder(all.slice(2))().costPrice?.source).toBe('catalogue:openai/gpt-4o');
  });

  it('is that of the day: the last that has begun', () => {
    const dated = [
      override('group', 'fast', '1', NOW_MS - 2),
      override('group', 'fast', '2', NOW_MS - 1),
      override('group', 'fast', '3', NOW_MS + 1),
    ];
    expect(finder(dated)().price?.tokens.input).toBe(2_000_000_000);
    expect(finder(dated.slice(2), { fast: '9' })().price?.source).toBe('operator:fast');
    expect(finder([override('group', 'fast', '5', NOW_MS)])().price?.tokens.input).toBe(5_000_000_000);
  });

  it('is named by its public name, then the upstream name, then the longest pattern', () => {
    const named = [
      override('group', '*', '1'),
      override('group', 'gpt-*', '2'),
      override('group', 'gpt-4o', '3'),
      override('group', 'fast', '4'),
    ];
    const inputOf = (overrides: readonly PriceOverride[]) => finder(overrides)().price?.tokens.input;
    expect([4, 3, 2, 1].map((count) => inputOf(named.slice(0, count)))).toEqual(
      [4, 3, 2, 1].map((dollars) => dollars * 1_000_000_000),
    );
    // A pattern of a nearer place wins over a name of a wider one.
    const patterned = [override('organization', 'f*', '7'), override('group', 'fast', '4')];
    expect(inputOf(patterned)).toBe(7_000_000_000);
  });
});
