import { CONSOLE_PATH } from '../core/console-path.ts';
import { Secret } from '../core/secret.ts';
import type { Mail } from '../mail/index.ts';
import type { DisabledEndpoint } from './deliver.ts';

const REASONS = {
  gone: 'It answered 410, which says that it wants nothing any more',
  failing: 'Nothing has arrived there for five days',
} as const;

/** Tells somebody that an endpoint is told of nothing any more. */
export function disabledLetter(publicUrl: string, to: string, { endpoint, reason }: DisabledEndpoint): Mail {
  const { host } = new URL(endpoint.url);
  return {
    to,
    subject: `A webhook endpoint was disabled: ${host}`,
    text: `The webhook endpoint ${endpoint.id} at ${host} was disabled. ${REASONS[reason]}. Once it works, enable it and have what it missed delivered again:`,
    link: new Secret(`${publicUrl}${CONSOLE_PATH}/project`),
  };
}
