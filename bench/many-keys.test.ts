import { expect, it } from 'vitest';
import { measureManyKeys } from './many-keys.ts';

it('F59: one query a cold key and an unknown one, none for a flood, and a start that reads no keys', async () => {
  const found = await measureManyKeys(3_000);
  expect(found).toMatchObject({ queriesPerColdKey: 1, queriesPerUnknownKey: 1, queriesOfFlood: 0 });
  expect(found.startMs).toBeLessThan(2_000);
  // A look-up that went through all keys, or asked the database, would be hundreds of times as dear.
  expect(found.tenAmongAllNs).toBeLessThan(found.tenAloneNs * 20 + 10_000);
}, 30_000);
