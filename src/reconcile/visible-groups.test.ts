import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createReconcileServices } from '../../test/support/reconcile-services.ts';
import { parseConfigFile } from '../config/index.ts';
import { applyConfigFile, exportConfigFile } from './index.ts';

const fileFor = (organization: string) =>
  parseConfigFile(
    `groups: [{ name: private, platforms: [openai], visible_to: ["${organization}"] }]`,
    () => undefined,
  );

describeOnEachDatabase('the visibility of groups in a configuration file', (open) => {
  it('is by id, or by a name that one organization alone has', async () => {
    const services = createReconcileServices(await open());
    await services.organizations.ensureDefault();
    const acme = await services.organizations.create('Acme');
    await applyConfigFile(fileFor('Acme'), services);
    expect((await services.groups.findByName('private'))?.visibleTo).toEqual([acme]);
    expect(await exportConfigFile(services)).toContain(acme);

    await services.organizations.create('Acme');
    await expect(applyConfigFile(fileFor('Acme'), services)).rejects.toThrow(
      'groups[0].visible_to[0]: 2 organizations are called "Acme"; name the one you mean by its id',
    );
    expect(await applyConfigFile(fileFor(acme), services)).toMatchObject([{ change: 'unchanged' }]);
    await expect(applyConfigFile(fileFor('Nobody'), services)).rejects.toThrow('there is no organization');
  });
});
