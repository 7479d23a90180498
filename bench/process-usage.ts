import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resident memory of a process with its children, in bytes: now, and at its highest since the start. */
export type Memory = { rssBytes: number; peakBytes: number };

/** Clock ticks of `/proc/PID/stat`; Linux has shown 100 a second to programs on every architecture since 2.6. */
const TICK_US = 10_000;
const QUIET_WINDOW_MS = 50;

/**
 * Microseconds of CPU that a process, its threads and its children have used, from the process's own accounting:
 * `/proc/PID/task/TID/schedstat` in nanoseconds, or `/proc/PID/stat` in ticks of 10 ms where the kernel keeps
 * no such statistics (https://docs.kernel.org/filesystems/proc.html). A thread that ended is only in the latter.
 */
export function cpuUs(pid: number): number {
  return family(pid).reduce((total, member) => total + (fineCpuUs(member) ?? coarseCpuUs(member)), 0);
}

/** Resident memory from `/proc/PID/status`. Zero for a process that has ended. */
export function memory(pid: number): Memory {
  const total = { rssBytes: 0, peakBytes: 0 };
  for (const member of family(pid)) {
    const status = readText(`/proc/${member}/status`) ?? '';
    total.rssBytes += kilobytes(status, 'VmRSS') * 1024;
    total.peakBytes += kilobytes(status, 'VmHWM') * 1024;
  }
  return total;
}

/**
 * Lets the peak of the process start anew from what it holds now (`5` in `/proc/PID/clear_refs`, proc(5)). Where
 * the kernel refuses, the peak stays that of the whole life of the process.
 */
export function resetPeak(pid: number): void {
  for (const member of family(pid)) {
    try {
      writeFileSync(`/proc/${member}/clear_refs`, '5');
    } catch {
      // A kernel without this file, or a process that has ended: both leave the higher peak, never a lower one.
    }
  }
}

/**
 * Waits until the process has nearly stopped working, so that what it put off until after the answer is counted
 * with the request that caused it. Answers false when it was still busy after `limitMs`.
 */
export async function waitUntilQuiet(pid: number, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += QUIET_WINDOW_MS) {
    const before = cpuUs(pid);
    await sleep(QUIET_WINDOW_MS);
    if (cpuUs(pid) - before < QUIET_WINDOW_MS * 20) return true;
  }
  return false;
}

function family(pid: number): number[] {
  const children = readText(`/proc/${pid}/task/${pid}/children`) ?? '';
  const ids = children.split(' ').filter((id) => id !== '');
  return [pid, ...ids.flatMap((id) => family(Number(id)))];
}

function fineCpuUs(pid: number): number | undefined {
  let totalNs = 0;
  for (const thread of listing(`/proc/${pid}/task`)) {
    const text = readText(`/proc/${pid}/task/${thread}/schedstat`);
    if (text !== undefined) totalNs += Number(text.split(' ')[0]);
  }
  return totalNs > 0 ? totalNs / 1000 : undefined;
}

function coarseCpuUs(pid: number): number {
  const text = readText(`/proc/${pid}/stat`);
  if (text === undefined) return 0;
  // The name of the program may hold spaces, so the fields are counted from behind its closing bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process or thread ended between the listing and the reading.
    return undefined;
  }
}

function listing(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
