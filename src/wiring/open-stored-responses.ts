import type { Settings } from '../config/index.ts';
import { systemClock } from '../core/clock.ts';
import { createRetention, createStoredResponses, type StoredResponses } from '../responses/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Storage } from './open-storage.ts';
import type { Opened } from './opened.ts';

/** How long a stop waits for the database to take what is not written yet. */
const WRITE_GRACE_MS = 10_000;

/** What clients of Responses come back to, with the job that removes it when its time is over. */
export function openStoredResponses(
  settings: Settings,
  { database, box }: Storage,
  log: Logger,
  opened: Opened,
): StoredResponses {
  const onFailure = (error: Error): void =>
    log.error({ err: error }, 'stored responses: the database failed');
  const responses = createStoredResponses({
    ...{ database, box, onFailure },
    clock: systemClock,
    retentionDays: settings.responsesRetentionDays,
  });
  opened.push(() => responses.stop(WRITE_GRACE_MS));
  responses.endUnfinished(systemClock.nowMs()).catch(onFailure);
  const retention = createRetention({ responses, onFailure });
  retention.start();
  opened.push(() => retention.stop());
  return responses;
}
