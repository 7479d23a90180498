import { describe, expect, it } from 'vitest';
import { createBars, type ProcessFacts, verdict } from './bars.ts';
import { PACED } from './plan.ts';
import { sampleMeasurement } from './sample-measurement.ts';

const MIB = 1024 * 1024;

describe('createBars', () => {
  const taken = [
    sampleMeasurement({ target: 'floor', targetCpuUs: 300 }),
    sampleMeasurement({ target: 'turnpike', targetCpuUs: 450, targetPeakBytes: 100 * MIB }),
    sampleMeasurement({ target: 'portkey', targetCpuUs: 4500 }),
    sampleMeasurement({ target: 'floor', caseName: 'chat-policies', targetCpuUs: 300 }),
    sampleMeasurement({ target: 'turnpike', caseName: 'chat-policies', targetCpuUs: 540 }),
    sampleMeasurement({ target: 'turnpike', targetCpuUs: 9999, connections: 1 }),
    sampleMeasurement({ target: 'floor', caseName: 'chat-stream', stream: PACED, targetCpuUs: 1000 }),
    sampleMeasurement({ target: 'turnpike', caseName: 'chat-stream', stream: PACED, targetCpuUs: 2000 }),
    sampleMeasurement({
      target: 'turnpike',
      caseName: 'messages-from-responses',
      stream: PACED,
      targetCpuUs: 2500,
    }),
    sampleMeasurement({ target: 'direct', caseName: 'messages-from-responses', connections: 1 }),
    sampleMeasurement({
      ...{ target: 'turnpike', caseName: 'messages-from-responses', connections: 1 },
      firstByteUs: { p50: 700, p99: 1, p999: 1 },
    }),
    sampleMeasurement({ target: 'turnpike', caseName: 'prompt-200k', targetPeakBytes: 200 * MIB }),
    sampleMeasurement({ target: 'floor', caseName: 'unknown-key', targetCpuUs: 300 }),
    sampleMeasurement({ target: 'turnpike', caseName: 'unknown-key', targetCpuUs: 90 }),
  ];
  const facts: ProcessFacts[] = [
    { target: 'floor', readyMs: 1, idleRssBytes: 1, restedRssBytes: 9 },
    { target: 'turnpike', readyMs: 400, idleRssBytes: 100, restedRssBytes: 120 },
  ];
  const bars = createBars(taken, facts);
  const of = (figure: string) => bars.find((bar) => bar.figure === figure);

  it('compares what was measured at 64 connections', () => {
    expect(of('CPU per chat request / floor')).toMatchObject({ value: 1.5, limit: 2 });
    expect(of('CPU per chat request / Portkey')).toMatchObject({ value: 0.1, limit: 0.2 });
    expect(of('unknown key / full request of floor')?.value).toBeCloseTo(0.3);
  });

  it('compares a request under every policy with the same floor, and with Portkey without any', () => {
    expect(of('CPU per chat request with every policy / floor')?.value).toBe(1.8);
    expect(of('CPU per chat request with every policy / Portkey')?.value).toBeCloseTo(0.12);
  });

  it('takes the paced run for chunks', () => {
    expect(of('CPU per chat stream chunk / floor')?.value).toBe(2);
  });

  it('compares a translated chunk with one that passes through', () => {
    expect(of('CPU per translated chunk, Messages from Responses / floor')?.value).toBe(2.5);
    expect(of('added to the first byte, Messages from Responses')?.value).toBeCloseTo(0.3);
  });

  it("takes Turnpike's own memory and start", () => {
    expect(of('peak memory, chat and streams')?.value).toBe(100);
    expect(of('peak memory, all cases')?.value).toBe(200);
    expect(of('memory after rest / idle')?.value).toBe(1.2);
    expect(of('start to ready')?.value).toBe(400);
  });

  it('says pass, FAIL and what was not measured', () => {
    const verdicts = new Map(bars.map((bar) => [bar.figure, verdict(bar)]));
    expect(verdicts.get('CPU per chat request / floor')).toBe('pass');
    expect(verdicts.get('CPU per chat stream chunk / floor')).toBe('FAIL');
    expect(verdicts.get('CPU per Messages stream event / floor')).toBe('not measured');
  });

  it('measures nothing when nothing ran', () => {
    expect(createBars([], []).every((bar) => verdict(bar) === 'not measured')).toBe(true);
  });
});
