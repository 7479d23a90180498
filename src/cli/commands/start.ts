import {
  ConfigFileError,
  environmentLookup,
  loadSettings,
  reachableUrl,
  readConfigFile,
  type Settings,
  SettingsError,
  type StartFlags,
} from '../../config/index.ts';
import { type Command, type CommandInput, textOption } from '../command.ts';
import type { Output } from '../output.ts';
import { commandPrefix } from '../version.ts';

/** `turnpike start`. */
export const command: Command = {
  summary: 'Runs the gateway until it is told to stop.',
  arguments: [],
  options: {
    host: { type: 'string', value: 'ADDRESS', help: 'The address to listen on, instead of HOST.' },
    port: { type: 'string', value: 'NUMBER', help: 'The port to listen on, instead of PORT.' },
    config: { type: 'string', value: 'FILE', help: 'Apply this configuration file first.' },
    demo: { type: 'boolean', help: 'Run the simulator beside it and create what is needed to try it.' },
    roles: { type: 'string', value: 'A,B', help: 'gateway,console,worker: in this version always all.' },
  },
  details: 'Everything else is set by the environment; see docs/configuration.md.',
  async run(input) {
    const settings = checkedSettings(flagsOf(input));
    const { startTurnpike } = await import('../../main.ts');
    const running = await startTurnpike(settings);
    announce(input.output, settings, running);
    await stopSignal(input.output);
    await running.close();
  },
};

/** Reads the settings and, so that every problem is told at once, the configuration file too. */
function checkedSettings(flags: StartFlags): Settings {
  const problems: string[] = [];
  let settings: Settings | null = null;
  try {
    settings = loadSettings({ flags });
  } catch (error) {
    problems.push(...problemsOf(error));
  }
  try {
    if (flags.config !== undefined) {
      readConfigFile(flags.config, environmentLookup());
    }
  } catch (error) {
    problems.push(...problemsOf(error));
  }
  if (settings === null || problems.length > 0) {
    throw new SettingsError(problems);
  }
  return settings;
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof SettingsError || error instanceof ConfigFileError) {
    return error.problems;
  }
  throw error;
}

function flagsOf(input: CommandInput): StartFlags {
  const [host, port, config, roles] = ['host', 'port', 'config', 'roles'].map((name) =>
    textOption(input, name),
  );
  return {
    demo: input.options.demo === true,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(config === undefined ? {} : { config }),
    ...(roles === undefined ? {} : { roles }),
  };
}

interface Announced {
  readonly url: string;
  readonly metricsUrl: string | null;
  readonly messages: readonly string[];
}

function announce(output: Output, settings: Settings, running: Announced): void {
  output.line(`Turnpike is ready on ${running.url}`);
  output.line(`  metrics         ${running.metricsUrl ?? 'off'}`);
  output.line(`  database        ${settings.databaseUrl === null ? `in ${settings.dataDir}` : 'PostgreSQL'}`);
  output.line(`  master key      ${keptWhere(settings, 'TURNPIKE_SECRET_KEY')}; keep a copy`);
  output.line(`  management key  ${keptWhere(settings, 'TURNPIKE_ADMIN_KEY')}`);
  for (const message of running.messages) {
    output.line(message);
  }
  if (!settings.demo) {
    output.line(`\nA first key:\n  ${firstKeyLine(settings, running.url)}\n`);
  }
}

function keptWhere(settings: Settings, variable: 'TURNPIKE_SECRET_KEY' | 'TURNPIKE_ADMIN_KEY'): string {
  const isMaster = variable === 'TURNPIKE_SECRET_KEY';
  const isGiven = (isMaster ? settings.masterKey : settings.adminKey) !== null;
  return isGiven ? `from ${variable}` : `in ${settings.dataDir}/${isMaster ? 'secret.key' : 'admin.key'}`;
}

/** A line that works when it is pasted into a shell in the same folder. */
function firstKeyLine(settings: Settings, url: string): string {
  const local = reachableUrl(url);
  const isUsual = local === 'http://127.0.0.1:8787';
  const isUsualFolder = settings.dataDir === './data' || settings.adminKey !== null;
  const before = `${isUsual ? '' : `TURNPIKE_URL=${local} `}${isUsualFolder ? '' : `DATA_DIR=${settings.dataDir} `}`;
  return `${before}${commandPrefix()} key create --name first --group default`;
}

/** Resolves at the first signal to stop; a second one ends the process at once. */
function stopSignal(output: Output): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const onSignal = (): void => {
      if (isStopping) {
        process.exit(1);
      }
      isStopping = true;
      output.note('Stopping: running requests are finished first. Once more to stop at once.');
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
