import type { Secret } from '../core/secret.ts';
import { PROVIDERS } from '../providers/index.ts';
import { MEDIA_PARTNERS } from './media-settings.ts';
import { nearestName } from './nearest-name.ts';
import { type Environment, type Lookup, lookupIn, readVariable } from './read-variable.ts';
import { fileTwin, type Setting, secretSetting } from './setting.ts';
import { CLI_SETTINGS, SETTINGS, UNAVAILABLE_SETTINGS } from './settings.ts';
import { SIGN_IN_PARTNERS } from './sign-in-settings.ts';

type ValuesOf<S extends Readonly<Record<string, Setting<unknown>>>> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

/** What `turnpike start` was told on its command line; it wins over the environment. */
export interface StartFlags {
  readonly host?: string;
  readonly port?: string;
  readonly config?: string;
  readonly demo?: boolean;
  readonly roles?: string;
}

/** The parts of the program; in this version one process always runs all of them. */
export const ROLES = ['gateway', 'console', 'worker'] as const;

/** One part of the program. */
export type Role = (typeof ROLES)[number];

/** What curl and most programs read, in both spellings. */
const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const;

/** Everything the server is told before it starts; it never changes while it runs. */
export interface Settings extends ValuesOf<typeof SETTINGS> {
  /** Credentials from the providers' own variables, by the name of the variable. */
  readonly providerKeys: ReadonlyMap<string, Secret>;
  /** The configuration file to apply at start; null for none. */
  readonly configFile: string | null;
  readonly roles: readonly Role[];
  /** Whether the usual variables send outgoing requests through a proxy, which then resolves names. */
  readonly usesProxy: boolean;
  /** Whether to seed the demonstration and run the simulator beside the gateway. */
  readonly demo: boolean;
}

/** What the CLI needs to reach a running gateway. */
export type CliSettings = ValuesOf<typeof CLI_SETTINGS> & Pick<Settings, 'adminKey' | 'dataDir'>;

/** The environment or the command line is wrong. It lists every problem, not the first alone. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The variables of the providers themselves, one for each provider that has one. */
export const PROVIDER_KEY_SETTINGS: readonly Setting<Secret | null>[] = PROVIDERS.flatMap((provider) =>
  provider.environmentKey === null
    ? []
    : [
        secretSetting({
          name: provider.environmentKey,
          description: `Becomes the first channel of ${provider.name} when there is no channel at all.`,
          accepts: 'a credential of the provider',
          minLength: 1,
        }),
      ],
);

/**
 * Reads the environment and the flags of `start`.
 * @throws {SettingsError} with every problem, each naming its variable or flag and never a value.
 */
export function loadSettings(from: { env?: Environment; flags?: StartFlags } = {}): Settings {
  const { env = process.env, flags = {} } = from;
  const lookup = lookupIn(env);
  const problems = [
    ...unknownNames(env),
    ...unavailable(lookup),
    ...missingPartners(lookup),
    ...rolesProblems(flags.roles),
  ];
  const providerKeys = new Map<string, Secret>();
  for (const setting of PROVIDER_KEY_SETTINGS) {
    const key = readVariable(setting, lookup, undefined, problems);
    if (key !== null) {
      providerKeys.set(setting.name, key);
    }
  }
  const values = readAll(SETTINGS, lookup, { host: flags.host, port: flags.port }, problems);
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  const { config = null, demo = false } = flags;
  const usesProxy = PROXY_VARIABLES.some((name) => lookup(name) !== undefined);
  return { ...values, providerKeys, configFile: config, demo, roles: ROLES, usesProxy };
}

/**
 * Reads what the CLI needs. Other variables are not looked at, since the CLI may run beside anything.
 * @throws {SettingsError} with every problem.
 */
export function loadCliSettings(from: { env?: Environment } = {}): CliSettings {
  const lookup = lookupIn(from.env ?? process.env);
  const problems: string[] = [];
  const { adminKey, dataDir } = SETTINGS;
  const values = readAll({ ...CLI_SETTINGS, adminKey, dataDir }, lookup, {}, problems);
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  return values;
}

/** Finds variables by name for `env:NAME` in a configuration file. */
export function environmentLookup(env: Environment = process.env): Lookup {
  return lookupIn(env);
}

function readAll<S extends Readonly<Record<string, Setting<unknown>>>>(
  settings: S,
  lookup: Lookup,
  flags: Readonly<Record<string, string | undefined>>,
  problems: string[],
): ValuesOf<S> {
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(settings)) {
    values[key] = readVariable(setting, lookup, flags[setting.flag ?? ''], problems);
  }
  return values as ValuesOf<S>;
}

function rolesProblems(text: string | undefined): string[] {
  const asked = new Set(text === undefined ? ROLES : text.split(',').map((role) => role.trim()));
  const unknown = [...asked].filter((role) => ROLES.every((known) => known !== role));
  if (unknown.length > 0) {
    return [`--roles ${unknown.join(', ')}: must be of ${ROLES.join(', ')}`];
  }
  return asked.size === ROLES.length
    ? []
    : ['--roles must name all of them: this version runs as one process'];
}

function unavailable(lookup: Lookup): string[] {
  const problems: string[] = [];
  for (const { setting, asksForIt, sentence } of UNAVAILABLE_SETTINGS) {
    if (lookup(setting.name) === undefined && lookup(fileTwin(setting)) === undefined) {
      continue;
    }
    const before = problems.length;
    const value = readVariable(setting, lookup, undefined, problems);
    if (problems.length === before && asksForIt(value)) {
      problems.push(`${setting.name} cannot be set: ${sentence}`);
    }
  }
  return problems;
}

function missingPartners(lookup: Lookup): string[] {
  const isSet = (name: string): boolean => (lookup(name) ?? lookup(`${name}_FILE`)) !== undefined;
  return [...SIGN_IN_PARTNERS, ...MEDIA_PARTNERS]
    .filter(({ name, needs }) => isSet(name) && !isSet(needs))
    .map(({ name, needs }) => `${name} needs ${needs}, which is not set`);
}

/** A misspelt name would silently leave its setting at the default. */
function unknownNames(env: Environment): string[] {
  const settings = [...Object.values(SETTINGS), ...Object.values(CLI_SETTINGS)];
  const all: Setting<unknown>[] = [...settings, ...UNAVAILABLE_SETTINGS.map(({ setting }) => setting)];
  const known = new Set(
    all.flatMap((entry) => (entry.isSecret ? [entry.name, fileTwin(entry)] : [entry.name])),
  );
  return Object.keys(env)
    .filter((name) => name.startsWith('TURNPIKE_') && !known.has(name))
    .map((name) => {
      const nearest = nearestName(name, known);
      return `${name} is not a setting${nearest === null ? '' : `; did you mean ${nearest}?`}`;
    });
}
