import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The version of the package this file belongs to, in a checkout and once published. */
export function version(): string {
  const path = ['../../package.json', '../../../package.json']
    .map((relative) => fileURLToPath(new URL(relative, import.meta.url)))
    .find((candidate) => existsSync(candidate));
  const manifest: unknown = path === undefined ? null : JSON.parse(readFileSync(path, 'utf8'));
  const found =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return String(found ?? 'unknown');
}

/** How a person types a command here: through npm in a checkout, by its name once published. */
export function commandPrefix(): string {
  return import.meta.url.endsWith('.ts') ? 'npm run turnpike --' : 'npx turnpike';
}
