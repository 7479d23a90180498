import { setTimeout as delay } from 'node:timers/promises';
import type { Settings } from './config/index.ts';
import { systemClock } from './core/clock.ts';
import { type AttemptTimeouts, listen, USUAL_TIMEOUTS } from './gateway/index.ts';
import { describeStart, reconcileAtStart } from './reconcile/index.ts';
import { createLogger, openTraces } from './telemetry/index.ts';
import {
  closeAll,
  createDomain,
  createPeople,
  createPlane,
  type Opened,
  openMedia,
  openStorage,
  openTasks,
  openWebhooks,
  startWorker,
} from './wiring/index.ts';

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

/** How long running streams may go on after the gateway was told to stop. */
const GRACE_MS = 30_000;

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
  const traces = await openTraces(settings);
  opened.push(() => traces?.close());
  const storage = await openStorage(settings, log, opened);
  const domain = createDomain(settings, storage, log, opened);
  await domain.taskHolds.restore();
  const simulatorUrl = settings.demo ? await startSimulator(opened) : null;
  const report = await reconcileAtStart(settings, domain.services, simulatorUrl);
  await domain.refresh();

  const people = createPeople(settings, storage, domain, log, opened);
  const media = openMedia(settings, storage, domain, people.publicUrl, opened);
  const webhooks = openWebhooks(settings, storage, domain, people, media, log, opened);
  const around = { ...media, ...webhooks, publicUrl: people.publicUrl };
  const { runner, taskPlane } = openTasks(settings, storage, domain, around, log, opened);
  const findings = startWorker(settings, storage, domain, media, { ...webhooks, ...taskPlane }, log, opened);
  const telemetry = { log, traces, findings };
  const plane = createPlane(
    settings,
    storage,
    domain,
    people,
    { ...media, ...webhooks, taskPlane },
    telemetry,
    timeouts,
    opened,
  );
  const { gateway } = plane;
  const listening = await listen(gateway.listener, settings.host, settings.port, gateway.upgrades);
  opened.push(async () => {
    plane.stop();
    await Promise.all([listening.close(GRACE_MS), gateway.endBackground(GRACE_MS)]);
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
  const consoleAddress = { url: people.reachableAt(url), firstLink: await people.signIn.start() };
  // One process has the database, so whatever was claimed before is claimed by nobody.
  await Promise.all([runner.takeOver(), webhooks.takeOverDeliveries()]);
  runner.start();
  const messages = describeStart(report, url, consoleAddress);
  return { url, metricsUrl, messages, close: () => closeAll(opened) };
}

/** The demonstration's upstream, on a free port of its own. */
async function startSimulator(opened: Opened): Promise<string> {
  const { startSimulator: startOne } = await import('../simulator/simulator.ts');
  const simulator = await startOne({ port: 0 });
  opened.push(() => simulator.close());
  return simulator.url;
}
