import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createReconcileServices } from '../../test/support/reconcile-services.ts';
import { Secret } from '../core/secret.ts';
import { describeStart, reconcileAtStart } from './index.ts';

const CONSOLE = { url: 'http://127.0.0.1:8787', firstLink: new Secret('http://127.0.0.1:8787/first') };
const NOTHING = { configFile: null, providerKeys: new Map<string, Secret>() };
const KEYS = {
  configFile: null,
  providerKeys: new Map([
    ['OPENAI_API_KEY', new Secret('sk-openai-0123')],
    ['GEMINI_API_KEY', new Secret('gm-gemini-0123')],
  ]),
};

describeOnEachDatabase('reconcileAtStart', (open) => {
  it('makes a group for a first key, and channels of the providers whose variables are set', async () => {
    const services = createReconcileServices(await open());
    expect((await reconcileAtStart(NOTHING, services, null)).firstChannels).toEqual([]);
    expect((await services.groups.findByName('default'))?.platforms).toEqual(
      expect.arrayContaining(['openai', 'anthropic', 'gemini']),
    );
    expect((await reconcileAtStart(KEYS, services, null)).firstChannels).toEqual(['openai', 'gemini']);
    expect((await services.channels.list()).map(({ name }) => name)).toEqual(['gemini', 'openai']);
  });

  it('makes no first channel once there is any channel', async () => {
    const services = createReconcileServices(await open());
    await reconcileAtStart(KEYS, services, null);
    const [first] = await services.channels.list();
    if (first !== undefined) {
      await services.channels.remove(first.id);
    }
    expect((await reconcileAtStart(KEYS, services, null)).firstChannels).toEqual([]);
    expect(await services.channels.list()).toHaveLength(1);
  });

  it('seeds the demonstration once and follows the simulator to another port', async () => {
    const services = createReconcileServices(await open());
    const first = await reconcileAtStart(KEYS, services, 'http://127.0.0.1:9400');
    const second = await reconcileAtStart(KEYS, services, 'http://127.0.0.1:9500');
    expect(second.demo?.generalKey.reveal()).toBe(first.demo?.generalKey.reveal());
    expect(second.demo?.imageKey.reveal()).toBe(first.demo?.imageKey.reveal());
    const channels = await services.channels.list();
    expect(channels.map(({ baseUrl }) => baseUrl).sort()).toEqual([
      'http://127.0.0.1:9500/anthropic',
      'http://127.0.0.1:9500/antigravity',
      'http://127.0.0.1:9500/gemini',
      'http://127.0.0.1:9500/openai/v1',
    ]);
    expect(channels.every(({ allowPrivate }) => allowPrivate)).toBe(true);
    const { organizationId } = await services.organizations.ensureDefault();
    expect((await services.wallets.read(organizationId)).remainingNano).toBe(10_000_000_000);
  });

  it('tells the keys of the demonstration and a line for each thing to try', async () => {
    const services = createReconcileServices(await open());
    const report = await reconcileAtStart(NOTHING, services, 'http://127.0.0.1:9400');
    const text = describeStart(report, 'http://127.0.0.1:8787', CONSOLE).join('\n');
    const general = report.demo?.generalKey.reveal() ?? 'none';
    expect(text.split(general).length).toBeGreaterThan(7);
    expect(text.match(/^curl /gm)).toHaveLength(11);
    expect(text).toMatch(
      /console +http:\/\/127.0.0.1:8787\/console\/\n(.*\n)+ +http:\/\/127.0.0.1:8787\/first\n/,
    );
    expect(text).not.toContain('[secret]');
  });
});
