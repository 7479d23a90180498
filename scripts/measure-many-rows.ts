import { parseArgs } from 'node:util';
import { loadSettings } from '../src/config/index.ts';
import { startTurnpike } from '../src/main.ts';

/**
 * Measures every list and report of the management API over a database that `seed-many-rows.ts` filled:
 * `node scripts/measure-many-rows.ts --dir /tmp/many`. Prints a Markdown table of the median and the slowest of
 * several runs, in milliseconds, of answers over a real socket.
 */
const RUNS = 7;
const ADMIN_KEY = 'the-management-key-of-a-measurement';
const DAY_MS = 86_400_000;
/** What the console promises of every list and chart. */
const BAR_MS = 300;

const { values } = parseArgs({ options: { dir: { type: 'string' } } });
if (values.dir === undefined) {
  throw new Error('--dir names the data folder that was filled');
}
const settings = loadSettings({
  env: {
    DATA_DIR: values.dir,
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    TURNPIKE_ADMIN_KEY: ADMIN_KEY,
  },
  flags: {},
});
const startedMs = performance.now();
const running = await startTurnpike(settings);
const startMs = Math.round(performance.now() - startedMs);
process.stdout.write(
  `start to listening: ${startMs} ms\n\n| question | median ms | slowest ms |\n|---|---|---|\n`,
);

const day = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * DAY_MS).toISOString().replace(/T.*/, 'T00:00:00Z');
const month = `from=${day(30)}&to=${new Date().toISOString()}`;
const [org, project, key] = ['organization_id=org_many0', 'project_id=proj_many1', 'key_id=key_many0'];

const QUESTIONS: readonly string[] = [
  '/requests?limit=50',
  `/requests?limit=50&${org}`,
  `/requests?limit=50&${key}`,
  `/requests?limit=50&${org}&model=model-3`,
  `/requests?limit=50&model=model-none`,
  `/requests?limit=50&${org}&project_id=proj_many9999`,
  '/requests?limit=50&channel_id=chan_none',
  '/requests?limit=50&error_code=upstream_failed',
  '/requests?limit=50&state=failed',
  '/requests?limit=50&status=5xx',
  `/requests?limit=50&from=${day(60)}&to=${day(59)}`,
  `/usage?${month}&group_by=day&compare=true`,
  `/usage?${month}&group_by=hour`,
  `/usage?${month}&group_by=day,model`,
  `/usage?${month}&group_by=model`,
  `/usage?${month}&group_by=channel`,
  `/usage?${month}&group_by=organization`,
  `/usage?${month}&group_by=key&limit=100`,
  `/usage?${month}&${org}&group_by=day&compare=true`,
  `/usage?${month}&${org}&group_by=hour`,
  `/usage?${month}&${org}&group_by=model,project`,
  `/usage?${month}&${org}&group_by=key&limit=100`,
  `/usage?${month}&${org}&${project}&group_by=day,model`,
  `/usage?${month}&${key}&group_by=day,model`,
  `/usage?from=${day(90)}&to=${new Date().toISOString()}&group_by=day,model`,
  `/usage?from=${day(90)}&to=${new Date().toISOString()}&${org}&group_by=key&limit=100`,
  `/keys?limit=50&${org}`,
  `/keys?limit=50&${org}&search=customer%2099`,
  `/wallet/ledger?limit=50&${org}`,
  '/organizations?limit=50',
  `/projects?limit=50&${org}`,
];

let slow = 0;
for (const question of QUESTIONS) {
  const times: number[] = [];
  let refused = '';
  for (let run = 0; run < RUNS && refused === ''; run += 1) {
    const begunMs = performance.now();
    const response = await fetch(`${running.url}/api/v1${question}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    const text = await response.text();
    times.push(performance.now() - begunMs);
    refused = response.ok ? '' : ` (${response.status}: ${text.slice(0, 80)})`;
  }
  times.sort((one, other) => one - other);
  const [median, slowest] = [times[Math.floor(times.length / 2)] ?? 0, times.at(-1) ?? 0];
  slow += median > BAR_MS ? 1 : 0;
  const shown = decodeURIComponent(question).replaceAll(/T[\d:.]+Z/g, '');
  process.stdout.write(`| \`${shown}\`${refused} | ${median.toFixed(1)} | ${slowest.toFixed(1)} |\n`);
}
await running.close();
process.stdout.write(`\n${slow} of ${QUESTIONS.length} above ${BAR_MS} ms\n`);
