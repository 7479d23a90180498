import { environmentLookup, readConfigFile, type Settings } from '../config/index.ts';
import { applyConfigFile } from './apply-config-file.ts';
import type { Change } from './change.ts';
import { type Demo, seedDemo } from './demo.ts';
import { createFirstChannels } from './first-channels.ts';
import type { ReconcileServices } from './services.ts';

/** What the start brought about. */
export interface StartReport {
  readonly changes: readonly Change[];
  readonly firstChannels: readonly string[];
  readonly demo: Demo | null;
}

/**
 * Everything that happens to the configuration when the gateway starts: the Default organization, then
 * the configuration file, then the demonstration or else first channels from the environment.
 * @param simulatorUrl the simulator's address when the demonstration is wanted, else null.
 * @throws {ConfigFileError} when the file is wrong.
 */
export async function reconcileAtStart(
  settings: Pick<Settings, 'configFile' | 'providerKeys'>,
  services: ReconcileServices,
  simulatorUrl: string | null,
): Promise<StartReport> {
  await services.organizations.ensureDefault();
  const changes =
    settings.configFile === null
      ? []
      : await applyConfigFile(readConfigFile(settings.configFile, environmentLookup()), services);
  const demo = simulatorUrl === null ? null : await seedDemo(simulatorUrl, services);
  const firstChannels = demo === null ? await createFirstChannels(settings.providerKeys, services) : [];
  return { changes, firstChannels, demo };
}
