import { describe, expect, it } from 'vitest';
import type { ProcessFacts } from './bars.ts';
import type { Measurement } from './measure.ts';
import { PACED, PACED_SHORT } from './plan.ts';
import { barTable, processTable, requestTable, streamTable } from './report.ts';
import { sampleMeasurement } from './sample-measurement.ts';
import { summarize } from './summary.ts';

const measured = (fields: Partial<Measurement>) => sampleMeasurement({ caseName: 'chat-stream', ...fields });

describe('summarize', () => {
  it('takes the median over the rounds and adds up the errors', () => {
    const rounds = [100, 300, 200].map((cpu) => measured({ targetCpuUs: cpu * 100, errors: 1 }));
    expect(summarize(rounds)).toMatchObject([{ rounds: 3, cpuUs: 200, reqPerS: 50, errors: 3 }]);
  });
});

describe('the tables', () => {
  const summaries = summarize([
    measured({}),
    measured({ target: 'direct', connections: 1, firstByteUs: { p50: 300, p99: 1, p999: 1 } }),
    measured({ connections: 1 }),
    measured({ stream: PACED, targetCpuUs: 100_000 }),
    measured({ stream: PACED_SHORT, targetCpuUs: 19_000 }),
  ]);

  it('show every row without pacing', () => {
    const lines = requestTable(summaries).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[2]).toMatch(/^chat-stream +floor +64 +50\.0 +50\.0 +1\.50 +2\.00 +3\.00 +1\.00 +10\.0 +0$/);
  });

  it('show CPU for each chunk, the marginal one and the added time to first byte', () => {
    const lines = streamTable(summaries).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^chat-stream +floor +10\.0 +9\.00 +0\.40 +0\.10 +0\.90$/);
  });

  it('show processes and bars', () => {
    const facts: ProcessFacts[] = [
      { target: 'floor', readyMs: 120, idleRssBytes: 1048576, restedRssBytes: 2097152 },
    ];
    expect(processTable(facts, 10_000)).toContain('after 10 s of rest MiB');
    expect(processTable(facts, 10_000)).toMatch(/floor +120 +1\.00 +2\.00$/);
    const bar = { figure: 'start to ready', value: 1200, limit: 1000, unit: 'ms' };
    expect(barTable([bar])).toMatch(/start to ready +1,200 ms +≤ 1000 ms +FAIL$/);
  });
});
