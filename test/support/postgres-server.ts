import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEmbeddedPostgres } from './postgres-binaries.ts';

/** Where `databases.ts` asks for the URL of the server; the first to ask makes it start. */
export const POSTGRES_STARTER_VARIABLE = 'TEST_POSTGRES_STARTER';

interface RunningPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Vitest's global set-up: one PostgreSQL server for the whole run, started when the first test asks for
 * it, so that a run without store tests does not pay for it. `TEST_DATABASE_URL` names one that runs already.
 */
export default async function setUpPostgres(): Promise<() => Promise<void>> {
  let running: Promise<RunningPostgres> | null = null;
  const starter = createServer((_request, response) => {
    running ??= startPostgres();
    running.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  process.env[POSTGRES_STARTER_VARIABLE] = `http://127.0.0.1:${(starter.address() as AddressInfo).port}`;
  return async () => {
    starter.closeAllConnections();
    starter.close();
    const server = await running?.catch(() => null);
    await server?.stop();
  };
}

async function startPostgres(): Promise<RunningPostgres> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'turnpike-postgres-'));
  const removeScratch = () => rm(scratchDir, { recursive: true, force: true });
  const log: string[] = [];
  try {
    const EmbeddedPostgres = await loadEmbeddedPostgres(scratchDir);
    // The server's own user must be able to enter.
    await chmod(scratchDir, 0o755);
    const port = await findFreePort();
    const server = new EmbeddedPostgres({
      databaseDir: join(scratchDir, 'data'),
      port,
      user: 'postgres',
      password: 'test',
      persistent: false,
      // PostgreSQL refuses to run as root, which is what a container runs tests as.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--no-sync', '--encoding=UTF8'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=300', '-c', 'listen_addresses=127.0.0.1'],
      onLog: (line) => log.push(String(line)),
      onError: (line) => log.push(String(line)),
    });
    await server.initialise();
    await server.start();
    const stop = () => server.stop().then(removeScratch);
    return { url: `postgres://postgres:test@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    await removeScratch();
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.join('')}`);
  }
}

async function findFreePort(): Promise<number> {
  const probe = createTcpServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
