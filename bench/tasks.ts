import { setTimeout as sleep } from 'node:timers/promises';
import { startGatewayProcess } from '../test/support/gateway-process.ts';
import { IMAGE_KEY, taskConfig } from '../test/support/tasks/task-gateway.ts';
import { cpuUs } from './process-usage.ts';

const MEASURED = 1_000;
const WIDTH = 16;
const REST_MS = 20_000;
const SETTLING_MS = 8_000;
const ASKED = JSON.stringify({ model: 'gemini-2.5-flash-image', prompt: 'a bottle', image_size: '1K' });

/** How many tasks are open while the gateway rests. */
const open = Number(process.argv[2] ?? 10_000);

const gateway = await startGatewayProcess({
  config: (url) =>
    taskConfig(url)
      .replace('concurrency: 4, queue_limit: 100', `concurrency: 4, queue_limit: ${open}`)
      .replace('credit: "10"', 'credit: "100000"'),
});
try {
  // The four that have a place are worked on for longer than this runs, so all others wait.
  gateway.simulator.setPace({ first_chunk_ms: 500_000 });
  await makeTasks(100);
  const [beganMs, beganUs] = [performance.now(), cpuUs(gateway.pid)];
  await makeTasks(MEASURED);
  const seconds = (performance.now() - beganMs) / 1_000;
  const eachMs = (cpuUs(gateway.pid) - beganUs) / MEASURED / 1_000;
  console.log(
    `${Math.round(MEASURED / seconds)} tasks accepted a second, ${eachMs.toFixed(2)} ms of CPU each`,
  );
  await makeTasks(Math.max(0, open - MEASURED - 100));
  await sleep(SETTLING_MS);
  const [restedMs, restedUs] = [performance.now(), cpuUs(gateway.pid)];
  await sleep(REST_MS);
  const share = (cpuUs(gateway.pid) - restedUs) / 10 / (performance.now() - restedMs);
  console.log(`${share.toFixed(1)} % of a core at rest with ${open} open tasks`);
} finally {
  await gateway.close();
}

async function makeTasks(count: number): Promise<void> {
  let left = count;
  const make = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await fetch(`${gateway.url}/v1/images/tasks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${IMAGE_KEY}`, 'content-type': 'application/json' },
        body: ASKED,
      });
      if (answer.status !== 202) {
        throw new Error(`a task was not accepted: ${await answer.text()}`);
      }
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, make));
}
