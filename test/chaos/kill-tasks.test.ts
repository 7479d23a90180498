import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { askWith, IMAGE_KEY, type Shown, taskConfig } from '../support/tasks/task-gateway.ts';
import { type CallbackServer, startCallbackServer } from './callback-server.ts';
import { CRASH_POINTS, type CrashPoint } from './task-points.ts';

/** Rounds for each crash point; docs/tasks.md says when twenty were run. */
const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 1);
/** What nobody knows of ends by the clock, so the clock is short here. */
const TASK_TIMEOUT_S = 8;
const OVER = ['succeeded', 'failed', 'canceled', 'timeout'];

let gateway: GatewayProcess;
let callbacks: CallbackServer;
const made: { readonly id: string; readonly prompt: string; readonly isImage: boolean }[] = [];

beforeAll(async () => {
  callbacks = await startCallbackServer();
  gateway = await startGatewayProcess({
    config: taskConfig,
    env: {
      TURNPIKE_TASK_TIMEOUT_S: String(TASK_TIMEOUT_S),
      TURNPIKE_ALLOW_PRIVATE_WEBHOOKS: 'true',
    },
  });
  const projects = await gateway.manage<{ data: { id: string }[] }>('GET', '/projects');
  const project = `/projects/${projects.body.data[0]?.id}`;
  callbacks.trust((await gateway.manage<{ webhook_secret: string }>('GET', project)).body.webhook_secret);
}, 60_000);

afterAll(async () => {
  await gateway.close();
  await callbacks.close();
});

async function makeTasks(round: string): Promise<void> {
  const common = { callback_url: callbacks.url };
  const asks = [0, 1, 2].map(async (index) => {
    const isImage = index === 2;
    const prompt = `${round} ${index}`;
    const ask = askWith(gateway, isImage ? IMAGE_KEY : gateway.key);
    const { status, body } = isImage
      ? await ask('POST', '/v1/images/tasks', { ...common, model: 'gemini-2.5-flash-image', prompt })
      : await ask('POST', '/v1/videos', { ...common, model: 'seedance-2', prompt, seconds: 2 });
    expect([status, body.error]).toEqual([202, null]);
    made.push({ id: body.id, prompt, isImage });
  });
  await Promise.all(asks);
}

async function killAt(point: CrashPoint, round: string): Promise<void> {
  const watched = { simulator: gateway.simulator, callbacks };
  gateway.simulator.clearFaults();
  gateway.simulator.planJobs({ queue_ms: 0, run_ms: 0 });
  callbacks.forget();
  point.prepare?.(watched);
  const sinceMs = Date.now();
  await makeTasks(round);
  const deadline = performance.now() + 5_000;
  const since = {
    ...watched,
    simulator: {
      ...gateway.simulator,
      requests: () => gateway.simulator.requests().filter(({ at }) => Date.parse(at) >= sinceMs),
    },
  };
  while (point.isNow !== null && !point.isNow(since) && performance.now() < deadline) {
    await delay(2);
  }
  await gateway.kill('SIGKILL');
  gateway.simulator.clearFaults();
  callbacks.forget();
  await gateway.restart();
}

async function shown({ id, isImage }: (typeof made)[number]): Promise<Shown> {
  const ask = askWith(gateway, isImage ? IMAGE_KEY : gateway.key);
  return (await ask('GET', isImage ? `/v1/images/tasks/${id}` : `/v1/tasks/${id}`)).body;
}

describe('a gateway that is killed with tasks under way', () => {
  for (const point of CRASH_POINTS) {
    it(
      `${point.name}: goes on where it was`,
      async () => {
        for (let round = 0; round < ROUNDS; round += 1) {
          await killAt(point, `${point.name} ${round}`);
        }
      },
      ROUNDS * 20_000,
    );
  }

  it('ends every task, asks for each job at most once, charges what was made, and tells of every end', async () => {
    await expect
      .poll(async () => (await Promise.all(made.map(shown))).every(({ status }) => OVER.includes(status)), {
        timeout: (TASK_TIMEOUT_S + 20) * 1_000,
        interval: 250,
      })
      .toBe(true);
    const tasks = await Promise.all(made.map(shown));
    // What was being submitted when the process died is unknown for good; everything else succeeds.
    expect(tasks.every(({ status }) => status === 'succeeded' || status === 'timeout')).toBe(true);
    expect(tasks.filter(({ status }) => status === 'succeeded').length).toBeGreaterThan(made.length / 2);
    const jobs = gateway.simulator.jobs();
    for (const { prompt, isImage } of made) {
      const asked = isImage
        ? gateway.simulator.requests().filter(({ body }) => body?.includes(`"${prompt}"`) === true)
        : jobs.filter((job) => job.prompt === prompt);
      expect([prompt, asked.length <= 1]).toEqual([prompt, true]);
    }
    const wallet = await gateway.wallet();
    const cost = tasks.reduce((sum, task) => sum + Number(task.cost), 0);
    expect(wallet.held).toBe('0');
    expect(Number(wallet.spent)).toBeCloseTo(cost, 9);
    expect(tasks.every((task) => task.status === 'succeeded' || task.cost === '0')).toBe(true);
    await expect
      .poll(
        () =>
          made.filter(
            ({ id }) => !callbacks.told.some(({ task, status }) => task === id && OVER.includes(status)),
          ),
        { timeout: 30_000, interval: 250 },
      )
      .toEqual([]);
    expect(callbacks.bad).toEqual([]);
  }, 90_000);

  it('stops by itself at the end', async () => {
    expect(await gateway.kill('SIGTERM')).toBe(0);
  });
});
