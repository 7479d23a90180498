import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** How many tests ended how. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Prints `N passed, N failed` (and `, N skipped` when there are any) as the very last line of stdout,
 * after everything vitest and the teardown of global setup have to say, so that a script can read it.
 * Tests skip themselves only for a tool that is missing; where `skipsFail` they count as failures.
 */
export class SummaryReporter implements Reporter {
  readonly #skipsFail: boolean;
  #counts: Counts = { passed: 0, failed: 0, skipped: 0 };

  constructor(skipsFail: boolean) {
    this.#skipsFail = skipsFail;
  }

  onInit(): void {
    process.once('exit', (exitCode) => {
      const counts = this.#counts;
      if (exitCode !== 0 && counts.failed === 0) {
        // The run broke before or beside any test, which must not read like a success.
        counts.failed = 1;
      }
      if (counts.failed > 0 && exitCode === 0) {
        process.exitCode = 1;
      }
      writeSync(1, `${summaryLine(counts)}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = countTests(modules);
    counts.failed += unhandledErrors.length;
    if (this.#skipsFail) {
      counts.failed += counts.skipped;
      counts.skipped = 0;
    }
    this.#counts = counts;
  }
}

/** The line itself. */
function summaryLine(counts: Counts): string {
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

/** Counts tests, and as a failure every file that failed outside its tests. */
function countTests(modules: readonly TestModule[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const state = test.result().state;
      if (state === 'passed') {
        counts.passed += 1;
      } else if (state === 'skipped') {
        counts.skipped += 1;
      } else {
        failedHere += 1;
      }
    }
    if (failedHere === 0 && module.state() === 'failed') {
      failedHere = 1;
    }
    counts.failed += failedHere;
  }
  return counts;
}
