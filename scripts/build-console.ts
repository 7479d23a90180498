import { parseArgs } from 'node:util';
import { buildConsole, isConsoleStale } from './console/console-build.ts';

/**
 * Builds the console where its build is missing or older than its sources. `--force` builds always, `--into DIR`
 * elsewhere, for what is published.
 */
const { values } = parseArgs({
  options: { force: { type: 'boolean', default: false }, into: { type: 'string' } },
});

if (values.force || values.into !== undefined || isConsoleStale()) {
  process.stdout.write('building the console … ');
  const startedAt = performance.now();
  await buildConsole(values.into);
  console.log(`done in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}
