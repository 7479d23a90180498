import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseLocation } from '../../src/db/index.ts';
import { testConfig } from '../support/gateway.ts';
import { TEST_KEY, type WalletRow } from '../support/gateway-client.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { type Books, readBooks } from './books.ts';
import { type Seen, startLoad } from './load.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';

const OTHER_KEY = 'other-key-0123456789abcdef';
const WIDTH = 16;
/** Every so many rounds the start after the kill is killed as well, while it replays the journal. */
const KILL_START_EVERY = 4;

/** What is left when a gateway was killed again and again, then worked in peace, then stopped. */
export interface Aftermath {
  readonly seen: readonly Seen[];
  readonly books: Books;
  /** The wallet after each restart, and at the end of the quiet load. */
  readonly wallets: readonly WalletRow[];
  readonly quietWallet: WalletRow;
  readonly bill: ReturnType<GatewayProcess['simulator']['bill']>;
  readonly exitCode: number | null;
}

/** Kills a gateway under load so many times. The database is the one of `url`, else the embedded one. */
export async function runKillRounds(
  rounds: number,
  seed: number,
  url: DatabaseLocation['url'] = null,
): Promise<Aftermath> {
  const random = createSeededRandom(seed);
  const gateway = await startGatewayProcess({
    config: (simulatorUrl) =>
      `${testConfig(simulatorUrl)}  - { name: other, project: Default, group: default, value: "${OTHER_KEY}" }\n`,
    env: url === null ? {} : { DATABASE_URL: url.reveal() },
  });
  try {
    gateway.simulator.setPace({ first_chunk_ms: 15, chunk_ms: 8 });
    const seen: Seen[] = [];
    const wallets: WalletRow[] = [];
    for (let round = 0; round < rounds; round += 1) {
      seen.push(...(await loadUntil(gateway, random, () => gateway.kill('SIGKILL'))));
      if (round % KILL_START_EVERY === 0) {
        await killWhileStarting(gateway, random);
      }
      await gateway.restart();
      wallets.push(await gateway.wallet());
    }
    seen.push(...(await loadUntil(gateway, random, () => Promise.resolve())));
    const quietWallet = await settledWallet(gateway);
    const exitCode = await gateway.kill('SIGTERM');
    const books = await readBooks({ url, dataDir: gateway.dataDir });
    return { seen, books, wallets, quietWallet, bill: gateway.simulator.bill(), exitCode };
  } finally {
    await gateway.close();
  }
}

/** A load that goes on until a random moment, when `end` happens under it. */
async function loadUntil(
  gateway: GatewayProcess,
  random: SeededRandom,
  end: () => Promise<unknown>,
): Promise<readonly Seen[]> {
  const keys = [TEST_KEY, OTHER_KEY] as const;
  const load = startLoad({ url: gateway.url, keys, random, width: WIDTH });
  await delay(random.between(150, 700));
  await end();
  return load.stop();
}

async function killWhileStarting(gateway: GatewayProcess, random: SeededRandom): Promise<void> {
  // It ends before it is ready, which is an error to whoever started it; a start that was fast is fine too.
  const starting = gateway.restart().catch(() => undefined);
  await delay(random.between(200, 900));
  await gateway.kill('SIGKILL');
  await starting;
}

/** A client that left is settled a moment after it has gone, so the last holds are waited for. */
async function settledWallet(gateway: GatewayProcess): Promise<WalletRow> {
  const deadline = performance.now() + 3_000;
  let wallet = await gateway.wallet();
  while (wallet.held !== '0' && performance.now() < deadline) {
    await delay(20);
    wallet = await gateway.wallet();
  }
  return wallet;
}
