import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createReconcileServices } from '../../test/support/reconcile-services.ts';
import { ConfigFileError, parseConfigFile } from '../config/index.ts';
import { Secret } from '../core/secret.ts';
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

  it('sets the whole policy of a key, leaves what it does not say, and takes back with null', async () => {
    const services = createReconcileServices(await open());
    const ruled = (more: string) => `
groups: [{ name: default, platforms: [openai], visible_to: [Default] }]
keys:
  - { name: ruled, group: default${more} }`;
    const policy = `, limits: { rpm: 60, queue_limit: 2 }, spend_windows: { 5h: 1.5 }, ip_allow: [10.0.0.0/8], ip_deny: [10.9.9.9], iam_rules: [{ type: allow_models, values: ["gpt-*"] }], default_model: gpt-test`;
    await services.organizations.ensureDefault();
    await apply(ruled(policy), services);
    expect(await changesOf(ruled(policy), services)).toEqual([]);
    expect(await changesOf(ruled(''), services)).toEqual([]);
    const { projectId } = await services.organizations.ensureDefault();
    expect(await services.keys.findByName(projectId, 'ruled')).toMatchObject({
      limits: { rpm: 60, tpm: null, concurrency: null, queueLimit: 2 },
      spendWindowsNano: { '5h': 1_500_000_000, '1d': null },
      ipAllow: ['10.0.0.0/8'],
      ipDeny: ['10.9.9.9'],
      iamRules: [{ type: 'allow_models', values: ['gpt-*'] }],
      defaultModel: 'gpt-test',
    });
    const exported = await exportConfigFile(services);
    expect(await changesOf(exported, services)).toEqual([]);
    const less =
      ', limits: { rpm: null, tpm: 5 }, spend_windows: { 5h: null }, ip_deny: [], default_model: null';
    expect(await changesOf(ruled(less), services)).toEqual([
      'updated key ruled (limits, spend_windows, ip_deny, default_model)',
    ]);
    expect(await services.keys.findByName(projectId, 'ruled')).toMatchObject({
      limits: { rpm: null, tpm: 5, concurrency: null, queueLimit: 2 },
      ipAllow: ['10.0.0.0/8'],
      defaultModel: null,
    });
    await expect(apply(ruled(', ip_allow: [10.0.0.0/99]'), services)).rejects.toMatchObject({
      param: 'ip_allow.0',
    });
  });

  it('knows the string of a key that was rotated since the file was written', async () => {
    const services = createReconcileServices(await open());
    await apply(FILE, services);
    const { projectId } = await services.organizations.ensureDefault();
    const key = await services.keys.findByName(projectId, 'ci');
    await services.keys.rotate(key?.id ?? 'key_none', {});
    expect(await changesOf(FILE, services)).toEqual([]);
  });

  it('neither brings back a leaked key nor stumbles over an expiry that has come', async () => {
    const database = await open();
    const services = createReconcileServices(database);
    const file = (more: string) => `
groups: [{ name: default, platforms: [openai] }]
keys:
  - { name: found, group: default, value: "env:CI_KEY", status: active }
  - { name: old, group: default, expires_at: 2099-01-01T00:00:00Z${more} }`;
    await apply(file(''), services);
    await services.keys.reportLeaked([new Secret(VARIABLES.CI_KEY ?? '')]);
    const past = Date.parse('2020-01-01T00:00:00Z');
    await database.db.updateTable('api_keys').set({ expires_at: past }).where('name', '=', 'old').execute();
    const expired = file(', quota: 1').replace('2099', '2020');
    expect(await changesOf(expired, services)).toEqual(['updated key old (quota)']);
    const { projectId } = await services.organizations.ensureDefault();
    expect(await services.keys.findByName(projectId, 'found')).toMatchObject({ status: 'inactive' });
  });

  it('shows a group to the organizations it names alone', async () => {
    const services = createReconcileServices(await open());
    const { organizationId } = await services.organizations.ensureDefault();
    const group = (more: string) => `groups: [{ name: g, platforms: [openai]${more} }]`;
    await apply(group(', visible_to: [Default]'), services);
    expect(await services.groups.findByName('g')).toMatchObject({ visibleTo: [organizationId] });
    expect(await changesOf(group(''), services)).toEqual([]);
    expect(await changesOf(group(', visible_to: null'), services)).toEqual(['updated group g (visible_to)']);
    await expect(apply(group(', visible_to: [Nobody]'), services)).rejects.toMatchObject({
      problems: ['groups[0].visible_to[0]: there is no organization called "Nobody"'],
    });
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
