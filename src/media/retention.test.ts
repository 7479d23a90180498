import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import { createMediaRetention } from './index.ts';

const DAY_MS = 86_400_000;

describeOnEachDatabase('createMediaRetention', (open) => {
  it('keeps results for as long as their project says, else as usual', async () => {
    const { projects, organizations } = createDomainWorld(await open());
    const { projectId } = await organizations.ensureDefault();
    const retention = createMediaRetention({ projects, usualDays: 30 });
    const kept = async (days: number | null) => {
      await projects.update(projectId, { mediaRetentionDays: days });
      return retention.keepMsOf(projectId);
    };
    expect([await kept(null), await kept(7), await kept(0)]).toEqual([30 * DAY_MS, 7 * DAY_MS, null]);
    expect(await retention.keepMsOf('proj_gone')).toBe(30 * DAY_MS);
    expect(await createMediaRetention({ projects, usualDays: 0 }).keepMsOf('proj_gone')).toBeNull();
  });
});
