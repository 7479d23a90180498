import { createTaskHolds, createWallets } from '../billing/index.ts';
import { createModelService, createPriceOverrides } from '../catalog/index.ts';
import { createChannelService, createChannelTest } from '../channels/index.ts';
import { createCodeService } from '../codes/index.ts';
import type { Settings } from '../config/index.ts';
import { systemClock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import { createGroupService, createImageBatchGroupService } from '../groups/index.ts';
import { createKeyAccess, createKeyService } from '../keys/index.ts';
import { createMemoryAdmissions, createOpening } from '../limits/index.ts';
import { createOrganizationService } from '../organizations/index.ts';
import { createProjectService } from '../projects/index.ts';
import { createProviderKeyService } from '../provider-keys/index.ts';
import { findProvider } from '../providers/index.ts';
import type { ReconcileServices } from '../reconcile/index.ts';
import { createAffinity, createRoad, createSnapshots } from '../routing/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { createCredentialHeaders, createProbe, createUpstreams } from '../upstream/index.ts';
import { createPastSpend } from '../usage/index.ts';
import { openPayments } from './open-payments.ts';
import type { Storage } from './open-storage.ts';
import type { Opened } from './opened.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS_PER_CHANNEL = 1_024;

/** Everything that knows the rules, with changes wired to what keeps them in memory. */
export function createDomain(
  settings: Settings,
  { database, box, flusher }: Storage,
  log: Logger,
  opened: Opened,
) {
  const clock = systemClock;
  const ids = createIds(clock);
  const admissions = createMemoryAdmissions({
    clock,
    mayForget: (id) => !keyAccess.isWarm(id) && flusher.backlog() === 0,
  });
  const openKey = createOpening({
    admissions,
    clock,
    past: createPastSpend({ database }),
    flush: () => flusher.flush(),
  });
  const keyAccess = createKeyAccess({
    ...{ database, box, clock },
    onLoad: (access, { wallet }) => openKey(access, wallet),
  });
  const onProblem = (text: string): void => log.error(text);
  const snapshots = createSnapshots({
    ...{ database, box, clock, findProvider, onProblem },
    ownKeyFeePpm: settings.ownKeyFeePercent * 10_000,
  });
  const upstreams = createUpstreams({
    allowPrivate: settings.allowPrivateUpstreams,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    connectionsPerChannel: CONNECTIONS_PER_CHANNEL,
    useProxy: settings.usesProxy,
  });
  opened.push(() => upstreams.close());
  const road = createRoad({ clock, random: Math.random });
  const affinity = createAffinity({ clock });
  const credentialHeaders = createCredentialHeaders({ upstreams, clock });
  const probe = createProbe({ upstreams, credentialHeaders });
  async function refresh(): Promise<void> {
    await snapshots.refresh();
    const { groups, imageBatchGroups, own } = snapshots.current();
    const pools = [...groups.values(), ...imageBatchGroups.values(), ...own.values()];
    const offers = pools.flatMap((pool) => [...pool.offers.values()].flat());
    const serving = new Set(offers.map((offer) => offer.channel.id));
    upstreams.keepOnly(serving);
    road.keepOnly(serving);
  }
  const kept = { database, clock, ids, onChange: refresh };
  const services: ReconcileServices = {
    organizations: createOrganizationService({ database, clock, ids }),
    projects: createProjectService({
      ...{ database, clock, ids, box },
      onChange: async () => keyAccess.forgetAll(),
    }),
    groups: createGroupService(kept),
    imageBatchGroups: createImageBatchGroupService(kept),
    channels: createChannelService({ ...kept, box, findProvider }),
    models: createModelService(kept),
    keys: createKeyService({
      ...{ database, clock, ids, box },
      hashOnly: settings.keysHashOnly,
      onChange: (id) => keyAccess.forget(id),
    }),
    wallets: createWallets({ database, clock, ids, admissions }),
  };
  const providerKeys = createProviderKeyService({
    ...{ ...kept, box, findProvider },
    // What an organization brings along never reaches into the private network.
    verify: (provider, baseUrl, credential) => probe(provider, { baseUrl, allowPrivate: false }, credential),
  });
  const codes = createCodeService({ database, clock, ids, box, wallets: services.wallets });
  const priceOverrides = createPriceOverrides(kept);
  const payments = openPayments(settings, { database, clock, ids, wallets: services.wallets }, log);
  const taskHolds = createTaskHolds({ database, clock, ids, admissions });
  const testChannel = createChannelTest({ database, box, findProvider, probe });
  return {
    ...{ clock, ids, admissions, keyAccess, snapshots, upstreams, credentialHeaders, refresh, services },
    ...{ providerKeys, testChannel, road, affinity, taskHolds, codes, payments, priceOverrides },
  };
}

/** Everything that knows the rules. */
export type Domain = ReturnType<typeof createDomain>;
