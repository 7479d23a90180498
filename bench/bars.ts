import { CASE_NAMES, type CaseName } from './cases.ts';
import type { Measurement } from './measure.ts';
import { HEADLINE_CONNECTIONS, type Measured, PACED, UNPACED } from './plan.ts';
import { median, pairedRatio } from './stats.ts';
import { cpuByRound } from './summary.ts';

/** What is known of a target's process besides its answers. Memory in bytes. */
export type ProcessFacts = {
  target: Measured;
  readyMs: number;
  idleRssBytes: number;
  restedRssBytes: number;
};

/** A figure with the most it may be. NaN when it was not measured. */
export type Bar = { figure: string; value: number; limit: number; unit: string };

export type Verdict = 'pass' | 'FAIL' | 'not measured';

const MIB = 1024 * 1024;
const SMALL_CASES: readonly CaseName[] = ['chat', 'chat-stream', 'messages-stream'];

/** Whether a figure is within its limit. */
export function verdict({ value, limit }: Bar): Verdict {
  if (!Number.isFinite(value)) return 'not measured';
  return value <= limit ? 'pass' : 'FAIL';
}

/** Turnpike's figures beside what they must reach, each ratio between targets that took turns in this run. */
export function createBars(taken: readonly Measurement[], facts: readonly ProcessFacts[]): Bar[] {
  const ratio = (caseName: CaseName, stream: typeof PACED, base: Measured) =>
    pairedRatio(cpu(taken, caseName, 'turnpike', stream), cpu(taken, caseName, base, stream));
  const own = facts.find(({ target }) => target === 'turnpike');
  const restRatio = own === undefined ? Number.NaN : own.restedRssBytes / own.idleRssBytes;
  return [
    { figure: 'CPU per chat request / floor', value: ratio('chat', UNPACED, 'floor'), limit: 2, unit: '×' },
    {
      figure: 'CPU per chat request with every policy / floor',
      value: ratio('chat-policies', UNPACED, 'floor'),
      limit: 2,
      unit: '×',
    },
    {
      figure: 'CPU per chat stream chunk / floor',
      value: ratio('chat-stream', PACED, 'floor'),
      limit: 1.5,
      unit: '×',
    },
    {
      figure: 'CPU per Messages stream event / floor',
      value: ratio('messages-stream', PACED, 'floor'),
      limit: 1.5,
      unit: '×',
    },
    ...TRANSLATED.flatMap(({ caseName, base, words }) => [
      {
        figure: `CPU per translated chunk, ${words} / floor`,
        value: pairedRatio(cpu(taken, caseName, 'turnpike', PACED), cpu(taken, base, 'floor', PACED)),
        limit: 4,
        unit: '×',
      },
      {
        figure: `added to the first byte, ${words}`,
        value: addedFirstByteMs(taken, caseName),
        limit: 0.5,
        unit: 'ms',
      },
    ]),
    {
      figure: 'CPU per chat request / Portkey',
      value: ratio('chat', UNPACED, 'portkey'),
      limit: 0.2,
      unit: '×',
    },
    {
      figure: 'CPU per chat request with every policy / Portkey',
      value: pairedRatio(cpu(taken, 'chat-policies', 'turnpike'), cpu(taken, 'chat', 'portkey')),
      limit: 0.2,
      unit: '×',
    },
    {
      figure: 'unknown key / full request of floor',
      value: ratio('unknown-key', UNPACED, 'floor'),
      limit: 0.7,
      unit: '×',
    },
    {
      figure: 'malformed key / full request of floor',
      value: ratio('malformed-key', UNPACED, 'floor'),
      limit: 0.7,
      unit: '×',
    },
    { figure: 'peak memory, chat and streams', value: peakMib(taken, SMALL_CASES), limit: 180, unit: 'MiB' },
    { figure: 'peak memory, all cases', value: peakMib(taken, CASE_NAMES), limit: 180, unit: 'MiB' },
    { figure: 'memory after rest / idle', value: restRatio, limit: 1.3, unit: '×' },
    { figure: 'start to ready', value: own?.readyMs ?? Number.NaN, limit: 1000, unit: 'ms' },
  ];
}

/** Streams whose client speaks another dialect than the upstream, and the same bytes passed through. */
const TRANSLATED = [
  { caseName: 'messages-from-responses', base: 'chat-stream', words: 'Messages from Responses' },
  { caseName: 'chat-from-messages', base: 'messages-stream', words: 'Chat from Messages' },
] as const;

/** What is added at one connection to the time that the upstream itself takes to its first byte. */
function addedFirstByteMs(taken: readonly Measurement[], caseName: CaseName): number {
  const first = (target: Measured): number =>
    median(
      taken
        .filter((one) => one.target === target && one.caseName === caseName && one.connections === 1)
        .map(({ firstByteUs }) => firstByteUs.p50),
    );
  return (first('turnpike') - first('direct')) / 1_000;
}

/** The highest peak of Turnpike's memory in any of these cases. */
function peakMib(taken: readonly Measurement[], cases: readonly CaseName[]): number {
  const own = taken.filter(({ target, caseName }) => target === 'turnpike' && cases.includes(caseName));
  return own.length === 0 ? Number.NaN : Math.max(...own.map(({ targetPeakBytes }) => targetPeakBytes)) / MIB;
}

function cpu(
  taken: readonly Measurement[],
  caseName: CaseName,
  target: Measured,
  stream = UNPACED,
): number[] {
  return cpuByRound(taken, { caseName, target, stream, connections: HEADLINE_CONNECTIONS });
}
