import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld, newChannel } from '../../test/support/domain-world.ts';
import { Secret } from '../core/secret.ts';
import { createSecretBox } from '../core/secret-box.ts';
import { createChannelService, openCredentials, selectChannels } from './index.ts';

const CREDENTIALS = [new Secret('sk-credential-0001'), new Secret('short')];

describeOnEachDatabase('createChannelService', (open) => {
  it('creates, finds, changes and removes, and says so each time', async () => {
    const { channels, groups, counted } = createDomainWorld(await open());
    const group = await groups.create({
      name: 'g',
      platforms: ['openai'],
      multiplierPpm: 1,
      translate: true,
    });
    const made = await channels.create(newChannel({ groupIds: [group.id], credentials: CREDENTIALS }));
    expect(await channels.get(made.id)).toEqual(made);
    expect(await channels.findByName('main')).toEqual(made);
    expect(made.baseUrl).toMatch(/^https:\/\/api\.openai\.com.*[^/]$/);
    const changed = await channels.update(made.id, {
      baseUrl: 'http://127.0.0.1:9400/openai/v1//',
      status: 'inactive',
      weight: 0,
    });
    expect(changed).toMatchObject({ baseUrl: 'http://127.0.0.1:9400/openai/v1', weight: 0 });
    expect(changed.credentials).toEqual(made.credentials);
    expect(await channels.list()).toEqual([changed]);
    await channels.remove(made.id);
    await expect(channels.get(made.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(channels.remove(made.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(counted.changes).toBe(4);
  });

  it('seals credentials for their row, shows only endings, and never returns or stores them', async () => {
    const database = await open();
    const { channels, box } = createDomainWorld(database);
    const made = await channels.create(newChannel({ credentials: CREDENTIALS }));
    expect(made.credentials).toEqual([{ last4: '0001' }, { last4: '••••' }]);
    const [stored] = await selectChannels(database.db);
    expect(JSON.stringify([made, stored])).not.toContain('credential-0001');
    const opened = openCredentials(stored?.credentialsBox ?? '', box, made.id);
    expect(opened.map((credential) => credential.reveal())).toEqual(['sk-credential-0001', 'short']);
    expect(() => openCredentials(stored?.credentialsBox ?? '', box, 'chan_other')).toThrow('does not open');
  });

  it('knows whether credentials are the same, and replaces them as a whole', async () => {
    const { channels } = createDomainWorld(await open());
    const { id } = await channels.create(newChannel({ credentials: CREDENTIALS }));
    expect(await channels.sameCredentials(id, CREDENTIALS)).toBe(true);
    expect(await channels.sameCredentials(id, CREDENTIALS.slice(1))).toBe(false);
    await channels.update(id, { credentials: CREDENTIALS.slice(1) });
    expect(await channels.sameCredentials(id, CREDENTIALS.slice(1))).toBe(true);
  });

  it('still lists channels whose credentials another master key sealed', async () => {
    const world = createDomainWorld(await open());
    const { id } = await world.channels.create(newChannel());
    const box = createSecretBox(new Secret('another master key of thirty-two!'));
    const others = createChannelService({ ...world, box });
    expect(await others.list()).toMatchObject([{ id, credentials: [{ last4: '????' }] }]);
    expect(await others.sameCredentials(id, newChannel().credentials)).toBe(false);
  });

  it('refuses bad fields by name', async () => {
    const { channels } = createDomainWorld(await open());
    const cases: [Parameters<typeof newChannel>[0], string][] = [
      [{ name: '' }, 'name'],
      [{ provider: 'nobody' }, 'provider'],
      [{ provider: 'openai-compatible' }, 'base_url'],
      [{ baseUrl: 'ftp://example.com' }, 'base_url'],
      [{ baseUrl: 'not a url' }, 'base_url'],
      [{ baseUrl: 'https://user:secret@example.com' }, 'base_url'],
      [{ baseUrl: 'https://example.com/?key=1' }, 'base_url'],
      [{ baseUrl: 'https://example.com/#' }, 'base_url'],
      [{ credentials: [new Secret('a\r\nb')] }, 'credentials[0]'],
      [{ credentials: [new Secret('same'), new Secret('same')] }, 'credentials[1]'],
      [{ models: [{ name: '', upstream: 'x' }] }, 'models[0]'],
      [{ models: ['x', 'y'].map((upstream) => ({ name: 'm', upstream })) }, 'models[1]'],
      [{ groupIds: ['grp_none'] }, 'group_ids'],
      [{ imageBatchGroupIds: ['ibg_none'] }, 'image_batch_group_ids'],
      [{ priority: -1 }, 'priority'],
      [{ weight: 0.5 }, 'weight'],
      [{ concurrency: 2 ** 31 }, 'concurrency'],
    ];
    for (const [fields, param] of cases) {
      await expect(channels.create(newChannel(fields)), param).rejects.toMatchObject({ param });
    }
    await channels.create(newChannel());
    await expect(channels.create(newChannel())).rejects.toMatchObject({ code: 'conflict', param: 'name' });
    expect(await channels.list()).toHaveLength(1);
  });
});
