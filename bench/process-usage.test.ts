import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cpuUs, memory, resetPeak, waitUntilQuiet } from './process-usage.ts';

describe.runIf(existsSync('/proc/self/stat'))('the accounting of a process', () => {
  it('counts the CPU time of this process as the process itself does', () => {
    const before = { kernel: cpuUs(process.pid), own: process.cpuUsage() };
    const end = performance.now() + 150;
    while (performance.now() < end);
    const own = process.cpuUsage(before.own);
    const kernel = cpuUs(process.pid) - before.kernel;
    expect(Math.abs(kernel - (own.user + own.system))).toBeLessThan(60_000);
  });

  it('knows the memory of this process', () => {
    const { rssBytes, peakBytes } = memory(process.pid);
    expect(rssBytes).toBeGreaterThan(20_000_000);
    expect(peakBytes).toBeGreaterThanOrEqual(rssBytes);
  });

  it('lets the peak start anew', () => {
    const block = new ArrayBuffer(64 * 1024 * 1024);
    new Uint8Array(block).fill(1);
    const before = memory(process.pid).peakBytes;
    // Transferring to nothing gives the memory back at once, without a wait for the garbage collector.
    block.transfer(0);
    resetPeak(process.pid);
    expect(memory(process.pid).peakBytes).toBeLessThan(before - 32 * 1024 * 1024);
  });

  it('answers zero for a process that is not there', async () => {
    expect(cpuUs(2 ** 30)).toBe(0);
    expect(memory(2 ** 30)).toEqual({ rssBytes: 0, peakBytes: 0 });
    expect(await waitUntilQuiet(2 ** 30, 1000)).toBe(true);
  });
});
