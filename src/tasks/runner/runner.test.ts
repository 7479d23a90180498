import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSimulator } from '../../../simulator/simulator.ts';
import { describeOnEachDatabase } from '../../../test/support/databases.ts';
import { createDomainWorld, newChannel } from '../../../test/support/domain-world.ts';
import { createTaskHolds, createWallets } from '../../billing/index.ts';
import { systemClock } from '../../core/clock.ts';
import { createIds } from '../../core/ids.ts';
import { createMemoryAdmissions } from '../../limits/index.ts';
import { createRoad, createSnapshots } from '../../routing/index.ts';
import { createCredentialHeaders, createUpstreams } from '../../upstream/index.ts';
import { createOutbox } from '../../webhooks/index.ts';
import { createTaskNews } from '../news.ts';
import { createTasks } from '../service.ts';
import type { Task } from '../task.ts';
import { createAskUpstream, USUAL_TASK_TIMEOUTS } from './ask-upstream.ts';
import { createRunner } from './runner.ts';
import type { TaskMedia } from './task-media.ts';

/** More of them is a question of speed, which a busy machine answers wrongly: asked for by hand. */
const TASKS = Number(process.env.RUNNER_TASKS ?? 200);
const POLL_MS = 5_000;
const COST_NANO = 10_000_000;

describeOnEachDatabase('three runners on one database', (open) => {
  it(`look at ${TASKS} tasks in time, claim none twice, and end each once`, {
    timeout: 120_000,
  }, async () => {
    const database = await open();
    const clock = systemClock;
    const ids = createIds(clock);
    const world = createDomainWorld(database);
    const simulator = await startSimulator({ port: 0 });
    const upstreams = createUpstreams({
      ...{ allowPrivate: true, connectTimeoutMs: 5_000, connectionsPerChannel: 64, useProxy: false },
    });
    const snapshots = createSnapshots({ ...world, ownKeyFeePpm: 0, onProblem: () => {} });
    const group = await world.groups.create({
      ...{ name: 'films', platforms: ['openai'], multiplierPpm: 1_000_000, translate: true },
    });
    const channel = await world.channels.create(
      newChannel({
        ...{ name: 'ark', provider: 'ark', baseUrl: `${simulator.url}/ark/api/v3`, allowPrivate: true },
        ...{ models: [{ name: 'seedance', upstream: 'seedance' }], groupIds: [group.id] },
      }),
    );
    await world.models.set('seedance', { second: '0.005' });
    await snapshots.refresh();
    const owner = await world.organizations.ensureDefault();
    const admissions = createMemoryAdmissions({ clock });
    const wallets = createWallets({ database, clock, ids, admissions });
    const { organizationId, projectId } = owner;
    await wallets.credit({ organizationId, amountNano: TASKS * COST_NANO, note: null });
    const keyId = ids.next('key');
    admissions.openKey({ keyId, organizationId, projectId, spentNano: 0 });
    const holds = createTaskHolds({ database, clock, ids, admissions });
    const present = { linkOf: () => '', isThere: () => true, publicUrl: () => '' };
    const news = createTaskNews({ outbox: createOutbox({ clock, ids }), present });
    const tasks = createTasks({ database, clock, holds, news, nudge: () => undefined });
    const keptAtMs = new Map<string, number>();
    const problems: unknown[] = [];
    const media: TaskMedia = {
      read: async () => Buffer.alloc(0),
      async keep(_output, ordinal, _upstream, task: Task) {
        keptAtMs.set(task.request.prompt, clock.nowMs());
        const file = {
          id: ids.next('file'),
          organizationId,
          projectId,
          taskId: task.id,
          role: 'output',
        } as const;
        const about = { ordinal, mediaType: 'video/mp4', bytes: 1, sha256: '', seconds: 2 };
        return { ...file, ...about, createdAtMs: clock.nowMs(), expiresAtMs: null, isDeleted: false };
      },
    };
    const credentialHeaders = createCredentialHeaders({ upstreams, clock });
    const runners = [1, 2, 3].map(() =>
      createRunner(
        {
          ...{ database, clock, ids, box: world.box, snapshots, holds, media, news },
          road: createRoad({ clock, random: Math.random }),
          findProvider: world.findProvider,
          ask: createAskUpstream({ upstreams, credentialHeaders, clock, timeouts: USUAL_TASK_TIMEOUTS }),
          callbackUrl: () => null,
          onProblem: (text, error) => problems.push([text, error]),
        },
        { width: 64, tickMs: 100, leaseMs: 30_000, cadence: { firstMs: POLL_MS, longestMs: POLL_MS } },
      ),
    );
    const readyMs = 6_000;
    simulator.planJobs({ queue_ms: 0, run_ms: readyMs });
    for (const runner of runners) {
      runner.start();
    }
    for (let at = 0; at < TASKS; at += 1) {
      const nowMs = clock.nowMs();
      const claim = {
        ...{
          organizationId,
          projectId,
          keyId,
          startedAtMs: nowMs,
          holdNano: COST_NANO,
          tokens: 0,
          inputTokens: 0,
        },
        limits: { rpm: null, tpm: null, concurrency: null, queueLimit: 0 },
        windowsNano: { '5h': null, '1d': null, '7d': null, '30d': null },
        ...{ quotaNano: null, budgetNano: null, reservedTokens: 0, reservedAtMs: 0, slot: -1 },
      };
      expect(admissions.admit(claim)).toBeNull();
      const offer = snapshots.current().groups.get(group.id)?.offers.get('seedance')?.[0];
      await tasks.create({
        ...{ id: ids.next('task'), requestId: ids.next('req'), poolId: group.id, mostOpen: TASKS, claim },
        ...{ surface: 'videos', modality: 'video', model: 'seedance', jobCount: 1, callbackUrl: null },
        request: {
          ...{ modality: 'video', prompt: `film ${at}`, inputs: [], seed: null, count: 1, seconds: 2 },
          ...{ resolution: '480p', aspectRatio: null, negativePrompt: null, withSound: null },
          ...{ cameraFixed: null, watermark: null },
        },
        wishes: { responseFormat: 'url', metadata: {} },
        terms: [{ channelIds: [channel.id], price: offer?.price ?? null, multiplierPpm: 1_000_000 }],
        ...{ createdAtMs: nowMs, deadlineAtMs: nowMs + 600_000, idempotency: null },
      });
    }
    const countEnded = async (): Promise<number> => {
      const states = { states: ['succeeded'] } as const;
      return (await tasks.list(states, { limit: TASKS + 1, after: null, order: 'asc' })).length;
    };
    const deadline = performance.now() + 90_000;
    while ((await countEnded()) < TASKS && performance.now() < deadline) {
      await delay(250);
    }
    await Promise.all(runners.map((runner) => runner.stop(5_000)));
    expect(problems).toEqual([]);
    expect(await countEnded()).toBe(TASKS);
    const jobs = simulator.jobs();
    expect(jobs.length).toBe(TASKS);
    const lateMs = jobs
      .map(({ prompt, createdAtMs }) => (keptAtMs.get(prompt) ?? Number.NaN) - createdAtMs - readyMs)
      .toSorted((a, b) => a - b);
    expect(lateMs[Math.floor(TASKS * 0.95)]).toBeLessThan(2 * POLL_MS);
    expect(await wallets.read(organizationId)).toMatchObject({
      ...{ heldNano: 0, spentNano: TASKS * COST_NANO, remainingNano: 0 },
    });
    expect(await wallets.checkInvariant()).toEqual([]);
    await upstreams.close();
    await simulator.close();
  });
});
