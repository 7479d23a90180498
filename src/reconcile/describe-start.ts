import { CONSOLE_PATH } from '../core/console-path.ts';
import type { Secret } from '../core/secret.ts';
import type { Change } from './change.ts';
import { describeDemo } from './describe-demo.ts';
import type { StartReport } from './reconcile-at-start.ts';

/** Where people reach the console, and the link of the first operator; null once there is one. */
interface ConsoleAddress {
  readonly url: string;
  readonly firstLink: Secret | null;
}

/**
 * Lines for the person who started the gateway. They hold the link with which the first operator signs up,
 * and the demonstration's keys when there is one.
 */
export function describeStart(
  report: StartReport,
  url: string,
  { url: consoleUrl, firstLink }: ConsoleAddress,
): string[] {
  const { changes, firstChannels, demo } = report;
  return [
    `  console         ${consoleUrl}${CONSOLE_PATH}/`,
    ...(firstLink === null ? [] : describeFirstLink(firstLink)),
    ...changes.filter(({ change }) => change !== 'unchanged').map(describeChange),
    ...firstChannels.map((name) => `created channel ${name} from the environment`),
    ...(demo === null ? [] : describeDemo(demo, url)),
  ];
}

function describeFirstLink(link: Secret): string[] {
  return ['', 'The first operator signs in here, once, within 24 hours:', `  ${link.reveal()}`, ''];
}

/** One change in words: `updated channel main (weight, models)`. */
export function describeChange({ change, kind, name, fields }: Change): string {
  const which = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  return `${change} ${kind.replaceAll('_', ' ')} ${name}${which}`;
}
