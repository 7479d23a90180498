export { reachableUrl } from './addresses.ts';
export { type ConfigFile, parseConfigFile, readConfigFile } from './config-file.ts';
export {
  type CliSettings,
  environmentLookup,
  loadCliSettings,
  loadSettings,
  PROVIDER_KEY_SETTINGS,
  type Settings,
  SettingsError,
  type StartFlags,
} from './load-settings.ts';
export { nearestName } from './nearest-name.ts';
export { adoptNextSecret, dropNextSecret, readNextSecret, writeNextSecret } from './next-secret.ts';
export type { Environment, Lookup } from './read-variable.ts';
export { resolveReferences } from './resolve-references.ts';
export {
  generateMasterKey,
  type InstallationSecrets,
  type KeptSecret,
  openSecrets,
  readAdminKey,
  SecretFileError,
} from './secret-files.ts';
export { fileTwin, type Setting } from './setting.ts';
export { CLI_SETTINGS, SETTINGS, UNAVAILABLE_SETTINGS } from './settings.ts';
export { ConfigFileError } from './yaml.ts';
