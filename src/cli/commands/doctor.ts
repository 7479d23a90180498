import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadCliSettings, loadSettings, type Settings } from '../../config/index.ts';
import { type Command, CommandError } from '../command.ts';
import { createManagementClient } from '../management-client.ts';
import { printTable } from '../output.ts';

const LEAST_NODE = [24, 15] as const;
const PROBE_TIMEOUT_MS = 5_000;

/** What looking at one thing found. */
interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly detail: string;
}

/** `turnpike doctor`. */
export const command: Command = {
  summary: 'Looks at the settings, the data folder, the database and the running gateway.',
  arguments: [],
  options: {},
  async run({ output }) {
    const settings = loadSettings();
    const { url } = loadCliSettings();
    const findings = [
      checkNode(),
      { check: 'settings', state: 'ok', detail: 'every variable is understood' } as const,
      checkDataDir(settings),
      ...checkSecretFiles(settings),
      await checkDatabase(settings),
      ...(await checkGateway(url)),
    ];
    const columns = [
      { title: 'CHECK', path: 'check' },
      { title: 'STATE', path: 'state' },
      { title: 'DETAIL', path: 'detail' },
    ];
    printTable(output, columns, findings);
    const wrong = findings.filter(({ state }) => state === 'wrong').length;
    if (wrong > 0) {
      throw new CommandError(`${wrong} wrong`);
    }
  },
};

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const detail = isEnough ? process.version : `${process.version}; ${LEAST_NODE.join('.')} is needed`;
  return { check: 'Node', state: isEnough ? 'ok' : 'wrong', detail };
}

function checkDataDir({ dataDir }: Settings): Finding {
  if (!existsSync(dataDir)) {
    return { check: 'data folder', state: 'ok', detail: `${dataDir} will be created at first start` };
  }
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return { check: 'data folder', state: 'ok', detail: dataDir };
  } catch {
    return { check: 'data folder', state: 'wrong', detail: `${dataDir} cannot be read and written` };
  }
}

function checkSecretFiles({ dataDir }: Settings): Finding[] {
  return ['secret.key', 'admin.key']
    .map((name) => join(dataDir, name))
    .filter((path) => existsSync(path))
    .map((path) => {
      const isOpen = (statSync(path).mode & 0o077) !== 0;
      return {
        check: path,
        state: isOpen ? 'warning' : 'ok',
        detail: isOpen ? 'others can read it' : 'for its owner alone',
      };
    });
}

/** The embedded database belongs to the running gateway, so only a PostgreSQL one is asked. */
async function checkDatabase({ databaseUrl, dataDir }: Settings): Promise<Finding> {
  if (databaseUrl === null) {
    return { check: 'database', state: 'ok', detail: 'embedded, in the data folder' };
  }
  const { DatabaseLockedError, openDatabase } = await import('../../db/index.ts');
  try {
    const database = await openDatabase({ url: databaseUrl, dataDir });
    await database.close();
    return { check: 'database', state: 'ok', detail: 'PostgreSQL answers; no gateway uses it' };
  } catch (error) {
    if (error instanceof DatabaseLockedError) {
      return { check: 'database', state: 'ok', detail: 'PostgreSQL answers; a gateway uses it' };
    }
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    return { check: 'database', state: 'wrong', detail: `PostgreSQL cannot be reached (${reason})` };
  }
}

async function checkGateway(url: string): Promise<Finding[]> {
  let ready: Response;
  try {
    ready = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  } catch {
    return [{ check: 'gateway', state: 'warning', detail: `nothing answers at ${url}` }];
  }
  const gateway: Finding = ready.ok
    ? { check: 'gateway', state: 'ok', detail: `ready at ${url}` }
    : { check: 'gateway', state: 'wrong', detail: `${url} answers ${ready.status}` };
  try {
    await createManagementClient().call('GET', '/api/v1/keys?limit=1');
    return [gateway, { check: 'management key', state: 'ok', detail: 'accepted' }];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [gateway, { check: 'management key', state: 'wrong', detail }];
  }
}
