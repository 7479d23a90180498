import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createReconcileServices } from '../../test/support/reconcile-services.ts';
import { ConfigFileError, parseConfigFile } from '../config/index.ts';
import { applyConfigFile, describeChange, exportConfigFile, type ReconcileServices } from './index.ts';

const VARIABLES: Record<string, string> = {
  UPSTREAM: 'sk-upstream-1234',
  OTHER: 'sk-other-567890',
  CI_KEY: 'my-own-key-0123456789',
};

const FILE = `
groups:
  - { name: default, platforms: [openai, anthropic], multiplier: "1.25" }
image_batch_groups:
  - { name: images, models: [img], prices: { "1K": "0.04" } }
models:
  - { name: gpt-4o-mini, price: { input: "0.15", output: "0.60" } }
channels:
  - { name: main, provider: openai, credentials: ["env:UPSTREAM"], models: [a, { name: b, upstream: c }], groups: [default], image_batch_groups: [images] }
projects:
  - { name: Default, credit: "10" }
  - { name: Other, mode: hybrid }
keys:
  - { name: ci, group: default, value: "env:CI_KEY", quota: "5" }
  - { name: pictures, project: Other, image_batch_group: images, status: inactive }
`;

async function apply(text: string, services: ReconcileServices): Promise<string[]> {
  const file = parseConfigFile(text, (name) => VARIABLES[name]);
  return (await applyConfigFile(file, services)).map(describeChange);
}

async function changesOf(text: string, services: ReconcileServices): Promise<string[]> {
  return (await apply(text, services)).filter((line) => !line.startsWith('unchanged'));
}

describeOnEachDatabase('applyConfigFile', (open) => {
  it('creates everything, then changes nothing', async () => {
    const services = createReconcileServices(await open());
    expect(await changesOf(FILE, services)).toEqual([
      'created group default',
      'created image batch group images',
      'created model gpt-4o-mini',
      'created channel main',
      'created project Other',
      'created wallet Default (credit)',
      'created key ci',
      'created key pictures',
    ]);
    expect(await changesOf(FILE, services)).toEqual([]);
    const { organizationId, projectId } = await services.organizations.ensureDefault();
    expect((await services.wallets.read(organizationId)).grantedNano).toBe(10_000_000_000);
    const ci = await services.keys.findByName(projectId, 'ci');
    expect(ci && (await services.keys.reveal(ci.id)).reveal()).toBe('my-own-key-0123456789');
  });

  it('names the fields that changed and leaves the rest', async () => {
    const services = createReconcileServices(await open());
    await apply(FILE, services);
    const changed = FILE.replace('multiplier: "1.25"', 'multiplier: "2"')
      .replace('env:UPSTREAM', 'env:OTHER')
      .replace('{ name: b, upstream: c }', 'b')
      .replace('output: "0.60"', 'output: "0.70"')
      .replace('mode: hybrid', 'mode: credits')
      .replace('credit: "10"', 'credit: "99"')
      .replace('quota: "5"', 'quota: null');
    expect(await changesOf(changed, services)).toEqual([
      'updated group default (multiplier)',
      'updated model gpt-4o-mini (price)',
      'updated channel main (models, credentials)',
      'updated project Other (mode)',
      'updated key ci (quota)',
    ]);
    expect(await changesOf(changed, services)).toEqual([]);
  });

  it('deletes nothing without prune, and with it neither keys nor absent sections', async () => {
    const services = createReconcileServices(await open());
    await apply(FILE, services);
    expect(await changesOf('channels: []\nmodels: []', services)).toEqual([]);
    expect(
      await changesOf(
        'prune: true\nchannels: []\nkeys: []\nprojects: [{ name: Other, mode: hybrid }]',
        services,
      ),
    ).toEqual(['deleted channel main']);
    expect(await services.models.list()).toHaveLength(1);
    expect((await services.keys.list({})).items.filter(({ status }) => status !== 'deleted')).toHaveLength(2);
  });

  it('refuses names that lead nowhere before it writes anything', async () => {
    const services = createReconcileServices(await open());
    const text = `
groups: [{ name: g, platforms: [openai] }]
channels: [{ name: c, provider: openai, groups: [g, nope], image_batch_groups: [none] }]
keys: [{ name: k, group: lost, project: Elsewhere }]`;
    const refused = await apply(text, services).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigFileError);
    expect(refused instanceof ConfigFileError ? refused.problems : []).toEqual([
      'channels[0].groups[1]: there is no group called "nope"',
      'channels[0].image_batch_groups[0]: there is no image batch group called "none"',
      'keys[0].project: there is no project called "Elsewhere"',
      'keys[0].group: there is no group called "lost"',
    ]);
    expect(await services.groups.list()).toEqual([]);
  });

  it('does not pretend to change the string of a key', async () => {
    const services = createReconcileServices(await open());
    await apply(FILE, services);
    await expect(apply(FILE.replace('env:CI_KEY', 'another-key-0123456789'), services)).rejects.toThrow(
      /"ci" exists with another value/,
    );
  });

  it('exports a file without secrets that changes nothing when it is applied', async () => {
    const services = createReconcileServices(await open());
    await apply(FILE, services);
    const exported = await exportConfigFile(services);
    expect(exported).not.toMatch(/sk-upstream|my-own-key/);
    expect(exported).toContain('env:MAIN_CREDENTIAL');
    VARIABLES.MAIN_CREDENTIAL = 'sk-upstream-1234';
    expect(await changesOf(exported, services)).toEqual([]);
  });
});
