import { parseConfigFile } from '../config/index.ts';
import { applyConfigFile } from './apply-config-file.ts';
import type { Change } from './change.ts';
import type { ReconcileServices } from './services.ts';

/**
 * Applies a configuration file that somebody sent. `env:NAME` leads nowhere here: the variables of the
 * gateway are not for those who may send it files, so the sender puts secrets in place first.
 * @throws {ConfigFileError} with every problem.
 */
export async function applyConfigText(text: string, services: ReconcileServices): Promise<Change[]> {
  return applyConfigFile(
    parseConfigFile(text, () => undefined),
    services,
  );
}
