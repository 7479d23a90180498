import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveVertex, type Vertex } from '../../../test/support/clouds/vertex.ts';
import { Secret } from '../../core/secret.ts';
import { findProvider, type ServiceAccount } from '../../providers/index.ts';
import { createUpstreams, type Upstreams } from '../index.ts';
import { createTokens } from './tokens.ts';

let cloud: Vertex;
let upstreams: Upstreams;
const time = { ms: Date.now() };
const clock = { nowMs: () => time.ms, monotonicMs: () => time.ms };

beforeAll(async () => {
  cloud = await serveVertex();
  upstreams = createUpstreams({
    ...{ allowPrivate: false, connectTimeoutMs: 1_000, connectionsPerChannel: 8, useProxy: false },
  });
});
afterAll(async () => {
  await upstreams.close();
  cloud.close();
});
beforeEach(() => {
  cloud.arrived.length = 0;
  cloud.setLifetime(3_600);
});

function account(isForged = false): ServiceAccount {
  const proof = findProvider('vertex')?.proofOf(new Secret(cloud.account('robot@project', isForged)));
  if (proof?.kind !== 'token') {
    throw new Error('the credential is no service account');
  }
  return proof.account;
}

describe('tokens of service accounts', () => {
  it('are asked for once by all who need one, and kept', async () => {
    const tokens = createTokens({ upstreams, clock });
    const given = await Promise.all([1, 2, 3].map(() => tokens.tokenFor(account(), true)));
    expect(new Set(given.map((token) => token.reveal())).size).toBe(1);
    expect(tokens.tokenFor(account(), true)).toBeInstanceOf(Secret);
    expect(cloud.asked()).toHaveLength(1);
  });

  it('are renewed before they end, while the old one is still used', async () => {
    const tokens = createTokens({ upstreams, clock });
    const first = await tokens.tokenFor(account(), true);
    time.ms += 56 * 60_000;
    const used = tokens.tokenFor(account(), true);
    expect(used instanceof Secret && used.reveal()).toBe(first.reveal());
    await expect.poll(() => cloud.asked().length).toBe(2);
    await expect.poll(async () => (await tokens.tokenFor(account(), true)).reveal()).not.toBe(first.reveal());
    expect(cloud.asked()).toHaveLength(2);
  });

  it('are not used in their last seconds', async () => {
    const tokens = createTokens({ upstreams, clock });
    const first = await tokens.tokenFor(account(), true);
    time.ms += 3_600_000 - 20_000;
    expect((await tokens.tokenFor(account(), true)).reveal()).not.toBe(first.reveal());
  });

  it('a refusal is remembered for a moment, and says nothing of the account', async () => {
    const tokens = createTokens({ upstreams, clock });
    const forged = account(true);
    const refused = await Promise.resolve(tokens.tokenFor(forged, true)).catch(String);
    expect(refused).toBe('CredentialError: the token endpoint answered 400 and gave no token');
    await expect(tokens.tokenFor(forged, true)).rejects.toThrow('a moment ago');
    expect(cloud.asked()).toHaveLength(1);
    time.ms += 6_000;
    await expect(tokens.tokenFor(forged, true)).rejects.toThrow('answered 400');
  });

  it('are asked for at no private address unless that is allowed', async () => {
    const tokens = createTokens({ upstreams, clock });
    await expect(tokens.tokenFor(account(), false)).rejects.toThrow('could not be asked');
    expect(cloud.asked()).toEqual([]);
  });

  it('a key that cannot sign is not quoted', async () => {
    const tokens = createTokens({ upstreams, clock });
    const broken = { ...account(), privateKey: new Secret('-----BEGIN PRIVATE KEY-----\nabc') };
    const refused = await Promise.resolve(tokens.tokenFor(broken, true)).catch(String);
    expect(refused).toBe('CredentialError: the private key of the service account cannot sign');
  });
});
