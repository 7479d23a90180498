/** The parts of V8's `.cpuprofile` that are read: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/ */
export type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
  /** Microseconds of the monotonic clock, the one of `process.hrtime()`. */
  startTime: number;
};

/** Time that a function spent in itself, in microseconds. */
export type SelfTime = { name: string; where: string; selfUs: number };

const NOT_WORK = new Set(['(idle)', '(root)']);

/**
 * The functions of a profile by the time spent in themselves, the dearest first. Idle time is left out, and so is
 * what came before `fromUs`, a time of the monotonic clock in microseconds.
 */
export function selfTimes(profile: CpuProfile, fromUs: number): SelfTime[] {
  const byNode = new Map<number, number>();
  let timeUs = profile.startTime;
  profile.samples.forEach((id, index) => {
    const deltaUs = profile.timeDeltas[index] ?? 0;
    timeUs += deltaUs;
    if (timeUs >= fromUs) byNode.set(id, (byNode.get(id) ?? 0) + deltaUs);
  });
  const byFunction = new Map<string, SelfTime>();
  for (const { id, callFrame } of profile.nodes) {
    const selfUs = byNode.get(id) ?? 0;
    const { functionName, url, lineNumber } = callFrame;
    if (selfUs === 0 || NOT_WORK.has(functionName)) continue;
    const where = url === '' ? 'native' : `${shorten(url)}:${lineNumber + 1}`;
    const known = byFunction.get(`${functionName} ${where}`) ?? {
      name: functionName || '(anonymous)',
      where,
      selfUs: 0,
    };
    known.selfUs += selfUs;
    byFunction.set(`${functionName} ${where}`, known);
  }
  return [...byFunction.values()].sort((a, b) => b.selfUs - a.selfUs);
}

/** The last three parts of an address, which is what tells one file from another. */
function shorten(url: string): string {
  return url.startsWith('node:') ? url : url.split('/').slice(-3).join('/');
}
