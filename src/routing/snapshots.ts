import {
  createCatalogue,
  modelOf,
  type PriceOverride,
  selectModels,
  selectPriceOverrides,
} from '../catalog/index.ts';
import { selectChannels } from '../channels/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ppm } from '../core/money.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import { selectGroups, selectImageBatchGroups } from '../groups/index.ts';
import { selectProviderKeys } from '../provider-keys/index.ts';
import type { Provider } from '../providers/provider.ts';
import { buildSnapshot } from './build-snapshot.ts';
import type { Snapshot } from './snapshot.ts';

const DAY_MS = 86_400_000;
const RETRY_MS = 5_000;
/** A clock that is set must not put a price off for long. */
const LONGEST_WAIT_MS = 3_600_000;

/** All of routing, in memory. */
export interface Snapshots {
  /** What holds now. Empty before the first `refresh`. */
  current(): Snapshot;
  /**
   * Reads everything again. When it resolves, all that was committed before the call is in force; calls
   * that come while a read is under way share the one that follows it.
   */
  refresh(): Promise<void>;
}

interface SnapshotsDeps {
  readonly database: Database;
  readonly box: SecretBox;
  /** Some prices of the catalogue begin on a date; a `refresh` after it takes them. */
  readonly clock: Clock;
  /** What the wallet pays of the price of a request that went out with a provider key. */
  readonly ownKeyFeePpm: Ppm;
  findProvider(name: string): Provider | undefined;
  /** Told why a channel was left out; the text holds no secret. */
  onProblem(text: string): void;
}

/** Snapshots of groups, channels and prices, replaced as a whole. */
export function createSnapshots(deps: SnapshotsDeps): Snapshots {
  const catalogue = createCatalogue(deps);
  let snapshot: Snapshot = {
    ...{ version: 0, groups: new Map(), imageBatchGroups: new Map(), priced: new Map(), own: new Map() },
  };
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;

  const load = async (): Promise<void> => {
    const stored = await readStored(deps.database);
    const { box, ownKeyFeePpm, findProvider, onProblem } = deps;
    const version = snapshot.version + 1;
    const nowMs = deps.clock.nowMs();
    snapshot = buildSnapshot({
      ...{ ...stored, version, nowMs, catalogue, box, ownKeyFeePpm, findProvider, onProblem },
    });
    refreshAt(nextChange(stored.overrides, nowMs) - nowMs);
  };
  const refresh = (): Promise<void> => {
    // One read after the other, so that the newest is always the last to be put in place; and since
    // what a read under way has seen may be older than this call, it waits for the one after.
    waiting ??= last = last
      .catch(() => {})
      .then(() => {
        waiting = null;
        return load();
      });
    return waiting;
  };
  let timer: NodeJS.Timeout | undefined;
  /** Prices begin by themselves: nobody calls when their moment comes. */
  const refreshAt = (inMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        refresh().catch((error: unknown) => {
          deps.onProblem(`prices that begin now could not be read: ${String(error)}`);
          refreshAt(RETRY_MS);
        }),
      Math.min(inMs, LONGEST_WAIT_MS),
    );
    timer.unref();
  };
  return { current: () => snapshot, refresh };
}

/** When the next price begins: an override, or one of the catalogue, which begin at midnight (UTC). */
function nextChange(overrides: readonly PriceOverride[], nowMs: number): number {
  const midnightMs = nowMs - (nowMs % DAY_MS) + DAY_MS;
  const later = overrides.map(({ validFromMs }) => validFromMs).filter((validFromMs) => validFromMs > nowMs);
  return Math.min(midnightMs, ...later);
}

/** One transaction, so that a group and its channels are of the same moment. */
async function readStored(database: Database) {
  return database.transaction(async (tx) => ({
    groups: await selectGroups(tx),
    imageBatchGroups: await selectImageBatchGroups(tx),
    channels: await selectChannels(tx),
    providerKeys: await selectProviderKeys(tx, null),
    models: (await selectModels(tx)).map(modelOf),
    overrides: await selectPriceOverrides(tx),
  }));
}
