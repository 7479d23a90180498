import type { Settings } from '../config/index.ts';
import type { TaskPlane } from '../gateway/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { createDayRollUp, createRequestRetention } from '../usage/index.ts';
import { createWorker, listJobs } from '../worker/index.ts';
import type { Domain } from './create-domain.ts';
import type { Media } from './open-media.ts';
import type { Storage } from './open-storage.ts';
import type { Webhooks } from './open-webhooks.ts';
import type { Opened } from './opened.ts';

/** What the jobs of a process found, as the metrics show it. */
export interface JobFindings {
  /** Wallets that do not agree with their ledger, by the last check; null before the first one. */
  brokenWallets: number | null;
  /** When each job last went well, in epoch milliseconds. */
  readonly succeededAtMs: Map<string, number>;
}

const DAY_MS = 86_400_000;

/** Starts the work that nobody waits for. */
export function startWorker(
  settings: Settings,
  { database }: Storage,
  { clock, services }: Domain,
  { media }: Media,
  { webhookDeliveries, tasks }: Pick<Webhooks, 'webhookDeliveries'> & Pick<TaskPlane, 'tasks'>,
  log: Logger,
  opened: Opened,
): JobFindings {
  const findings: JobFindings = { brokenWallets: null, succeededAtMs: new Map() };
  const worker = createWorker({
    ...{ database, clock },
    jobs: listJobs({
      removeOldRequests: createRequestRetention({
        ...{ database, clock },
        retentionDays: settings.requestsRetentionDays,
      }).removeSome,
      rollUpDays: createDayRollUp({ database, clock }).run,
      media,
      removeOldDeliveries: (limit) => webhookDeliveries.removeOld(settings.webhookLogDays * DAY_MS, limit),
      removeOldTaskEvents: () => tasks.dropOldEvents(),
      findBrokenWallets: () => services.wallets.checkInvariant(),
      onChecked(organizationIds) {
        findings.brokenWallets = organizationIds.length;
        if (organizationIds.length > 0) {
          log.error({ organizations: organizationIds }, 'wallets do not agree with their ledger');
        }
      },
    }),
    onSuccess: (name) => findings.succeededAtMs.set(name, clock.nowMs()),
    onFailure: (name, error) => log.error({ err: error, job: name }, 'a job failed'),
  });
  worker.start();
  opened.push(() => worker.stop());
  return findings;
}
