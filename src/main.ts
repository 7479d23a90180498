import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { createAudit } from './audit/index.ts';
import { createFlusher, createWallets, openJournal } from './billing/index.ts';
import { createModelService } from './catalog/index.ts';
import { createChannelService } from './channels/index.ts';
import { openSecrets, type Settings } from './config/index.ts';
import { createManagementApi } from './console-api/index.ts';
import { systemClock } from './core/clock.ts';
import { createIds } from './core/ids.ts';
import { createSecretBox } from './core/secret-box.ts';
import { lockDataDir, openDatabase } from './db/index.ts';
import {
  type AttemptTimeouts,
  createGateway,
  createHeartbeats,
  type Gateway,
  listen,
  USUAL_TIMEOUTS,
} from './gateway/index.ts';
import { createGroupService, createImageBatchGroupService } from './groups/index.ts';
import { createKeyAccess, createKeyService } from './keys/index.ts';
import { createMemoryAdmissions } from './limits/index.ts';
import { createOrganizationService } from './organizations/index.ts';
import { createProjectService } from './projects/index.ts';
import { findProvider } from './providers/index.ts';
import {
  applyConfigText,
  describeStart,
  exportConfigFile,
  type ReconcileServices,
  reconcileAtStart,
} from './reconcile/index.ts';
import { createSnapshots } from './routing/index.ts';
import { createLogger, createMetrics, createMetricsListener, type Logger } from './telemetry/index.ts';
import { createUpstreams } from './upstream/index.ts';
import { createRequestLog, createUsageReports } from './usage/index.ts';

/** A gateway that serves. */
export interface Running {
  readonly url: string;
  /** Null when metrics are switched off. */
  readonly metricsUrl: string | null;
  /** Lines for the person who started it, the demonstration's keys among them. */
  readonly messages: readonly string[];
  /** Stops accepting, finishes what runs within a bound, and leaves nothing unsaved. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS_PER_CHANNEL = 1_024;
/** How long running streams may go on after the gateway was told to stop. */
const GRACE_MS = 30_000;

/** What has to be closed, in the order it was opened. */
type Opened = (() => unknown)[];

/**
 * Starts everything: configuration → services → listening. The one place that wires.
 * @throws {DataDirLockedError} {DatabaseLockedError} when another process uses the same data;
 *   {ConfigFileError} when the configuration file is wrong. Nothing is left open then.
 */
export async function startTurnpike(settings: Settings, timeouts = USUAL_TIMEOUTS): Promise<Running> {
  const opened: Opened = [];
  try {
    return await start(settings, timeouts, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function start(settings: Settings, timeouts: AttemptTimeouts, opened: Opened): Promise<Running> {
  const { log, flush } = createLogger(settings.logLevel, systemClock);
  opened.push(flush);
  const storage = await openStorage(settings, log, opened);
  const domain = createDomain(settings, storage, log, opened);
  const simulatorUrl = settings.demo ? await startSimulator(opened) : null;
  const report = await reconcileAtStart(settings, domain.services, simulatorUrl);
  await domain.refresh();

  const plane = createPlane(settings, storage, domain, log, timeouts, opened);
  const { gateway } = plane;
  const listening = await listen(gateway.listener, settings.host, settings.port);
  opened.push(async () => {
    plane.stop();
    await listening.close(GRACE_MS);
    // A client that was cut off is gone before its request is settled.
    while (gateway.inFlight() > 0) {
      await delay(5);
    }
  });
  let metricsUrl: string | null = null;
  if (settings.metricsPort !== null) {
    const metrics = await listen(plane.metricsListener, settings.host, settings.metricsPort);
    opened.push(() => metrics.close(0));
    metricsUrl = `${metrics.url}/metrics`;
  }
  const url = listening.url;
  return { url, metricsUrl, messages: describeStart(report, url), close: () => closeAll(opened) };
}

async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.splice(0).reverse()) {
    await close();
  }
}

type Storage = Awaited<ReturnType<typeof openStorage>>;

/** Opens what survives a restart, and brings what the last run left into the database. */
async function openStorage(settings: Settings, log: Logger, opened: Opened) {
  const { dataDir } = settings;
  const lock = lockDataDir(dataDir);
  opened.push(() => lock.release());
  const secrets = openSecrets(settings);
  for (const { warning } of [secrets.master, secrets.admin]) {
    if (warning !== null) {
      log.warn(warning);
    }
  }
  const database = await openDatabase({ url: settings.databaseUrl, dataDir });
  opened.push(() => database.close());
  await database.migrate();

  const directory = join(dataDir, 'journal');
  const onFailure = (error: Error): void => log.error({ err: error }, 'the journal or the database failed');
  const journal = openJournal({ directory, onFailure });
  opened.push(() => journal.stop());
  const flusher = createFlusher({ database, journal, clock: systemClock, directory, onFailure });
  opened.push(async () => {
    await flusher.flush().catch(onFailure);
    await flusher.stop();
  });
  const replayed = await flusher.replay();
  if (replayed.closed + replayed.interrupted > 0) {
    log.warn(replayed, 'the last run did not stop by itself; its journal was replayed');
  }
  return { database, journal, adminKey: secrets.admin.secret, box: createSecretBox(secrets.master.secret) };
}

type Domain = ReturnType<typeof createDomain>;

/** Everything that knows the rules, with changes wired to what keeps them in memory. */
function createDomain(settings: Settings, { database, box }: Storage, log: Logger, opened: Opened) {
  const clock = systemClock;
  const ids = createIds(clock);
  const admissions = createMemoryAdmissions();
  const keyAccess = createKeyAccess({
    database,
    box,
    clock,
    onLoad({ key }, { wallet }) {
      admissions.openWallet(key.organizationId, wallet);
      admissions.openKey(key.id, key.quotaUsedNano);
    },
  });
  const onProblem = (text: string): void => log.error(text);
  const snapshots = createSnapshots({ database, box, clock, findProvider, onProblem });
  const upstreams = createUpstreams({
    allowPrivate: settings.allowPrivateUpstreams,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    connectionsPerChannel: CONNECTIONS_PER_CHANNEL,
    useProxy: settings.usesProxy,
  });
  opened.push(() => upstreams.close());
  async function refresh(): Promise<void> {
    await snapshots.refresh();
    const groups = [...snapshots.current().groups.values()];
    const offers = groups.flatMap((group) => [...group.offers.values()].flat());
    upstreams.keepOnly(new Set(offers.map((offer) => offer.channel.id)));
  }
  const kept = { database, clock, ids, onChange: refresh };
  const services: ReconcileServices = {
    organizations: createOrganizationService({ database, clock, ids }),
    projects: createProjectService({ database, clock, ids, onChange: async () => keyAccess.forgetAll() }),
    groups: createGroupService(kept),
    imageBatchGroups: createImageBatchGroupService(kept),
    channels: createChannelService({ ...kept, box, findProvider }),
    models: createModelService(kept),
    keys: createKeyService({ database, clock, ids, box, onChange: (id) => keyAccess.forget(id) }),
    wallets: createWallets({ database, clock, ids, admissions }),
  };
  return { clock, ids, admissions, keyAccess, snapshots, upstreams, refresh, services };
}

/** Both planes on one address, and the metrics of both. */
function createPlane(
  settings: Settings,
  storage: Storage,
  domain: Domain,
  log: Logger,
  timeouts: AttemptTimeouts,
  opened: Opened,
) {
  const { database, journal, box, adminKey } = storage;
  const { clock, ids, services } = domain;
  const usageReports = createUsageReports({ database, clock });
  const management = createManagementApi({
    ...services,
    managementKeys: [adminKey],
    ...{ database, clock, ids, box, usageReports },
    audit: createAudit({ database, clock, ids }),
    requestLog: createRequestLog({ database }),
    apply: (text) => applyConfigText(text, services),
    exportConfig: () => exportConfigFile(services),
    onFailure: (error, requestId) => log.error({ err: error, id: requestId }, 'the management API failed'),
  });
  let isStopping = false;
  let gateway: Gateway | null = null;
  const metrics = createMetrics({
    inFlight: () => gateway?.inFlight() ?? 0,
    journalBacklog: () => journal.backlog(),
  });
  const heartbeats = createHeartbeats(clock);
  opened.push(() => heartbeats.stop());
  gateway = createGateway({
    ...domain,
    ...{ journal, usageReports, heartbeats, metrics, log, timeouts },
    errorFormat: settings.errorFormat,
    random: Math.random,
    management: getRequestListener(management.fetch),
    async notReady() {
      const isAnswering = await database.ping().then(
        () => true,
        () => false,
      );
      return isStopping ? 'stopping' : isAnswering ? null : 'the database does not answer';
    },
  });
  return {
    gateway,
    metricsListener: createMetricsListener(metrics),
    stop() {
      isStopping = true;
    },
  };
}

/** The demonstration's upstream, on a free port of its own. */
async function startSimulator(opened: Opened): Promise<string> {
  const { startSimulator: startOne } = await import('../simulator/simulator.ts');
  const simulator = await startOne({ port: 0 });
  opened.push(() => simulator.close());
  return simulator.url;
}
