import type { Change } from './change.ts';
import { describeDemo } from './describe-demo.ts';
import type { StartReport } from './reconcile-at-start.ts';

/** Lines for the person who started the gateway; they hold the demonstration's keys when there is one. */
export function describeStart(report: StartReport, url: string): string[] {
  const { changes, firstChannels, demo } = report;
  return [
    ...changes.filter(({ change }) => change !== 'unchanged').map(describeChange),
    ...firstChannels.map((name) => `created channel ${name} from the environment`),
    ...(demo === null ? [] : describeDemo(demo, url)),
  ];
}

/** One change in words: `updated channel main (weight, models)`. */
export function describeChange({ change, kind, name, fields }: Change): string {
  const which = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  return `${change} ${kind.replaceAll('_', ' ')} ${name}${which}`;
}
