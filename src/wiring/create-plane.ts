import type { Settings } from '../config/index.ts';
import type { ManagementDeps } from '../console-api/index.ts';
import {
  type AttemptTimeouts,
  createClientAddress,
  createGateway,
  createHeartbeats,
  type Gateway,
  type TaskPlane,
} from '../gateway/index.ts';
import { createManagementKeyService } from '../management-keys/index.ts';
import { PROVIDERS } from '../providers/index.ts';
import { applyConfigText, exportConfigFile } from '../reconcile/index.ts';
import { createKnownModels } from '../routing/index.ts';
import { createMetrics, createMetricsListener, type Logger, type Traces } from '../telemetry/index.ts';
import { createPastSpend, createRequestLog, createUsageReports } from '../usage/index.ts';
import type { Domain } from './create-domain.ts';
import type { People } from './create-people.ts';
import type { JobFindings } from './create-worker.ts';
import { createLateListener } from './late-listener.ts';
import type { Media } from './open-media.ts';
import type { Storage } from './open-storage.ts';
import { openStoredResponses } from './open-stored-responses.ts';
import type { Webhooks } from './open-webhooks.ts';
import type { Opened } from './opened.ts';

/** How long a request may wait for its turn when its key allows a line. */
const TURN_TIMEOUT_MS = 30_000;

/** What a plane says to whoever watches it. */
export interface PlaneTelemetry {
  readonly log: Logger;
  readonly traces: Traces | null;
  readonly findings: JobFindings;
}

/** What the planes show of tasks and of what comes of them. */
type Served = Pick<Media, 'media' | 'mediaLinks'> &
  Pick<Webhooks, 'webhookEndpoints' | 'webhookDeliveries'> & { readonly taskPlane: TaskPlane };

/** Both planes on one address, and the metrics of both. */
export function createPlane(
  settings: Settings,
  storage: Storage,
  domain: Domain,
  people: People,
  { media, mediaLinks, taskPlane, webhookEndpoints, webhookDeliveries }: Served,
  { log, traces, findings }: PlaneTelemetry,
  timeouts: AttemptTimeouts,
  opened: Opened,
) {
  const { database, journal, box, adminKey } = storage;
  const { clock, ids, services } = domain;
  const usageReports = createUsageReports({ database, clock });
  const clientAddress = createClientAddress(settings.trustedProxies);
  const management: ManagementDeps = {
    ...services,
    ...people,
    codes: domain.codes,
    payments: domain.payments,
    providerKeys: domain.providerKeys,
    priceOverrides: domain.priceOverrides,
    testChannel: domain.testChannel,
    road: domain.road,
    affinity: domain.affinity,
    administratorKeys: [adminKey],
    managementKeys: createManagementKeyService({ database, clock, ids, box }),
    publicUrl: settings.baseUrl,
    leakReportSecret: settings.leakReportSecret,
    clientAddress,
    ...{ database, clock, ids, box, usageReports },
    knownModels: createKnownModels({ database, clock, providers: PROVIDERS }),
    pastSpend: createPastSpend({ database }),
    requestLog: createRequestLog({ database }),
    tasks: taskPlane.tasks,
    taskPresent: taskPlane.present,
    ...{ media, webhookEndpoints, webhookDeliveries },
    apply: (text) => applyConfigText(text, services),
    exportConfig: () => exportConfigFile(services),
    onFailure: (error, requestId) => log.error({ err: error, id: requestId }, 'the management API failed'),
  };
  let isStopping = false;
  let gateway: Gateway | null = null;
  const metrics = createMetrics({
    inFlight: () => gateway?.inFlight() ?? 0,
    journalBacklog: () => journal.backlog(),
    brokenWallets: () => findings.brokenWallets,
    jobsSucceededAtMs: () => findings.succeededAtMs,
  });
  const heartbeats = createHeartbeats(clock);
  opened.push(() => heartbeats.stop());
  gateway = createGateway({
    ...domain,
    ...{ journal, usageReports, heartbeats, metrics, log, traces, timeouts, clientAddress, box },
    ...{ media, mediaLinks, taskPlane },
    storedResponses: openStoredResponses(settings, storage, log, opened),
    errorFormat: settings.errorFormat,
    turnTimeoutMs: TURN_TIMEOUT_MS,
    ...consoleListeners(management, log),
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

/**
 * What people and their programs manage with, read when the first of them comes: its modules are 11 MB, which
 * a process that only serves calls never needs.
 */
function consoleListeners(management: ManagementDeps, log: Logger) {
  const read = () => import('../console-api/index.ts');
  return {
    management: createLateListener(async () => {
      const [{ createManagementApi }, { getRequestListener }] = await Promise.all([
        read(),
        import('@hono/node-server'),
      ]);
      return getRequestListener(createManagementApi(management).fetch);
    }),
    consoleFiles: createLateListener(async () => {
      const { CONSOLE_BUILD, createConsoleFiles } = await read();
      return createConsoleFiles({
        directory: CONSOLE_BUILD,
        onFailure: (error) => log.error({ err: error }, 'a file of the console could not be sent'),
      });
    }),
  };
}
