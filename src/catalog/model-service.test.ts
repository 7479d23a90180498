import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import type { Clock } from '../core/clock.ts';
import { createModelService } from './index.ts';

const clock: Clock = { nowMs: () => 1_700_000_000_000, monotonicMs: () => 0 };

describeOnEachDatabase('createModelService', (open) => {
  it('sets, replaces, lists and removes prices and says so each time', async () => {
    let changes = 0;
    const service = createModelService({
      database: await open(),
      clock,
      onChange: async () => {
        changes += 1;
      },
    });
    await service.set(' gpt-4o-mini ', { input: '0.15' });
    await service.set('gpt-4o-mini', { input: '0.2', output: '0.6' });
    await service.set('a-model', { free: true });
    const models = await service.list();
    expect(models.map((model) => [model.name, model.price])).toEqual([
      ['a-model', { free: true }],
      ['gpt-4o-mini', { input: '0.2', output: '0.6' }],
    ]);
    await service.remove('a-model');
    await expect(service.get('a-model')).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.remove('a-model')).rejects.toMatchObject({ code: 'not_found' });
    expect(await service.get('gpt-4o-mini')).toEqual({
      name: 'gpt-4o-mini',
      price: { input: '0.2', output: '0.6' },
      updatedAtMs: 1_700_000_000_000,
    });
    expect(changes).toBe(4);
  });

  it('refuses a bad price and a bad name, naming the field', async () => {
    const service = createModelService({ database: await open(), clock, onChange: async () => {} });
    await expect(service.set('m', { input: '-1' })).rejects.toMatchObject({ param: 'price.input' });
    await expect(service.set('  ', { input: '1' })).rejects.toMatchObject({ param: 'name' });
  });
});
