import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import { Secret } from '../core/secret.ts';
import {
  createProviderKeyService,
  type NewProviderKey,
  openProviderKey,
  selectProviderKeys,
  type Verdict,
} from './index.ts';

const CREDENTIAL = 'sk-brought-along-0001';

describeOnEachDatabase('createProviderKeyService', (open) => {
  async function setUp() {
    const world = createDomainWorld(await open());
    const { organizationId } = await world.organizations.ensureDefault();
    const asked: string[] = [];
    let verdict: Verdict = { ok: true };
    const providerKeys = createProviderKeyService({
      ...world,
      async verify(provider, baseUrl, credential) {
        asked.push(`${provider.name} ${baseUrl} ${credential.reveal()}`);
        return verdict;
      },
    });
    const fields = (given: Partial<NewProviderKey> = {}): NewProviderKey => ({
      organizationId,
      name: 'ours',
      provider: 'openai',
      baseUrl: null,
      credential: new Secret(CREDENTIAL),
      models: [],
      status: 'active',
      ...given,
    });
    return {
      ...world,
      organizationId,
      providerKeys,
      asked,
      fields,
      answer: (next: Verdict) => (verdict = next),
    };
  }

  it('tests a credential at its provider before it is stored, and never shows it again', async () => {
    const { providerKeys, fields, asked, organizationId, database, box, counted } = await setUp();
    const made = await providerKeys.create(fields());
    expect(asked).toEqual([`openai https://api.openai.com/v1 ${CREDENTIAL}`]);
    expect(made).toMatchObject({ name: 'ours', baseUrl: 'https://api.openai.com/v1', last4: '0001' });
    expect(JSON.stringify([made, await providerKeys.list(organizationId)])).not.toContain(CREDENTIAL);
    expect(counted.changes).toBe(1);
    const [stored] = await selectProviderKeys(database.db, organizationId);
    expect(JSON.stringify(stored)).not.toContain(CREDENTIAL);
    expect(stored && openProviderKey(stored, box).reveal()).toBe(CREDENTIAL);
  });

  it('stores nothing that the provider refuses', async () => {
    const { providerKeys, fields, answer, organizationId } = await setUp();
    answer({ ok: false, reason: 'the provider refuses this credential (401)' });
    await expect(providerKeys.create(fields())).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'credential',
      message: 'credential: the provider refuses this credential (401)',
    });
    expect(await providerKeys.list(organizationId)).toEqual([]);
  });

  it('tests again when the credential or the address changes, and only then', async () => {
    const { providerKeys, fields, asked } = await setUp();
    const { id } = await providerKeys.create(fields());
    await providerKeys.update(id, { name: 'renamed', status: 'inactive' });
    expect(asked).toHaveLength(1);
    await providerKeys.update(id, { baseUrl: 'https://proxy.example/v1' });
    await providerKeys.update(id, { credential: new Secret('sk-brought-along-0002') });
    expect(asked.slice(1)).toEqual([
      `openai https://proxy.example/v1 ${CREDENTIAL}`,
      'openai https://proxy.example/v1 sk-brought-along-0002',
    ]);
    expect(await providerKeys.get(id)).toMatchObject({ name: 'renamed', status: 'inactive', last4: '0002' });
  });

  it.each([
    [{ provider: 'nobody' }, 'provider'],
    [{ provider: 'openai-compatible' }, 'base_url'],
    [{ baseUrl: 'ftp://x' }, 'base_url'],
    [{ name: '  ' }, 'name'],
    [{ credential: new Secret('has a space') }, 'credential'],
  ])('names the field at fault: %j', async (given, param) => {
    const { providerKeys, fields, asked } = await setUp();
    await expect(providerKeys.create(fields(given))).rejects.toMatchObject({ param });
    expect(asked).toEqual([]);
  });

  it('takes a name once for each organization, and forgets what is removed', async () => {
    const { providerKeys, fields, organizationId } = await setUp();
    const { id } = await providerKeys.create(fields());
    await expect(providerKeys.create(fields())).rejects.toMatchObject({ code: 'conflict' });
    await providerKeys.remove(id);
    await expect(providerKeys.remove(id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await providerKeys.list(organizationId)).toEqual([]);
    await providerKeys.create(fields());
  });
});
