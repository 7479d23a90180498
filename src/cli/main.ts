#!/usr/bin/env -S node --max-semi-space-size=8 --no-parallel-scavenge --heap-growing-percent=40 --v8-pool-size=2
import { enableCompileCache } from 'node:module';

/** The command line. Nothing else is loaded before the compile cache is on, so that later starts are fast. */
enableCompileCache();
const { runCli } = await import('./run-cli.ts');
process.exit(await runCli(process.argv.slice(2)));
