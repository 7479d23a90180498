import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { type SecretBox, SecretBoxError } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import type { Provider } from '../providers/provider.ts';
import type { ProbeUpstream } from '../upstream/index.ts';
import { endingOf, openCredentials } from './credentials.ts';
import { type StoredChannel, selectChannel } from './store.ts';

/** What a live test of one credential of a channel found. */
export interface CredentialTest {
  /** Null for a channel without credentials, which is tested as it is. */
  readonly last4: string | null;
  readonly ok: boolean;
  /** What the upstream answered; null when it answered nothing. */
  readonly status: number | null;
  /** A sentence for a person; null when all is well. */
  readonly reason: string | null;
  readonly totalMs: number;
}

/** Asks a channel's upstream for something free with each of its credentials. @throws {Refusal} `not_found`. */
export type TestChannel = (id: Id<'chan'>) => Promise<readonly CredentialTest[]>;

/** A channel may have a thousand credentials, and its upstream counts connections. */
const AT_ONCE = 8;

/** The live test of channels. */
export function createChannelTest(deps: {
  readonly database: Database;
  readonly box: SecretBox;
  findProvider(name: string): Provider | undefined;
  readonly probe: ProbeUpstream;
}): TestChannel {
  return async (id) => {
    const channel = await selectChannel(deps.database.db, id);
    const provider = channel && deps.findProvider(channel.provider);
    if (channel === undefined || provider === undefined) {
      throw new Refusal('not_found', { message: `there is no channel ${id}` });
    }
    const waiting = [...credentialsOf(channel, deps.box).entries()];
    const tests: CredentialTest[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [at, credential] = next;
        tests[at] = await testOne(deps.probe, provider, channel, credential);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return tests;
  };
}

async function testOne(
  probe: ProbeUpstream,
  provider: Provider,
  { baseUrl, allowPrivate }: StoredChannel,
  credential: Secret | null,
): Promise<CredentialTest> {
  const { ok, status, totalMs, ...rest } = await probe(provider, { baseUrl, allowPrivate }, credential);
  const last4 = credential === null ? null : endingOf(credential.reveal());
  return { last4, ok, status, reason: 'reason' in rest ? rest.reason : null, totalMs };
}

function credentialsOf({ credentialsBox, id }: StoredChannel, box: SecretBox): readonly (Secret | null)[] {
  try {
    const credentials = openCredentials(credentialsBox, box, id);
    return credentials.length === 0 ? [null] : credentials;
  } catch (error) {
    if (error instanceof SecretBoxError) {
      throw new Refusal('conflict', {
        message: 'the credentials of this channel do not open with this master key',
      });
    }
    throw error;
  }
}
