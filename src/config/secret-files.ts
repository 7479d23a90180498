import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../core/secret.ts';

const SECRET_BYTES = 32;

/** A secret and where it came from. */
export interface KeptSecret {
  readonly secret: Secret;
  /** The file it is kept in; null when the environment gave it. */
  readonly path: string | null;
  /** What an operator should know, such as a file others can read; null when all is well. */
  readonly warning: string | null;
}

/** The secrets of one installation. */
export interface InstallationSecrets {
  readonly master: KeptSecret;
  readonly admin: KeptSecret;
}

interface SecretSources {
  readonly dataDir: string;
  readonly masterKey: Secret | null;
  readonly adminKey: Secret | null;
}

/** A secret file cannot be used. The message names the file, never its content. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError';
}

/**
 * The master key and the management key: from the environment, else from their files in the data
 * folder, which are created at first start for the owner alone.
 * @throws {SecretFileError} when a file is empty or cannot be read or written.
 */
export function openSecrets({ dataDir, masterKey, adminKey }: SecretSources): InstallationSecrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return {
    master: given(masterKey) ?? keptIn(join(dataDir, 'secret.key'), ''),
    admin: given(adminKey) ?? keptIn(adminKeyPath(dataDir), 'mk-tp-'),
  };
}

/** A master key, as the first start makes it. */
export function generateMasterKey(): Secret {
  return new Secret(randomBytes(SECRET_BYTES).toString('base64url'));
}

/** Reads the management key a gateway on this machine keeps; null when there is none or it is not ours to read. */
export function readAdminKey(dataDir: string): Secret | null {
  try {
    return readSecret(adminKeyPath(dataDir)).secret;
  } catch {
    return null;
  }
}

/** Where the management key stands when the environment gives none. */
function adminKeyPath(dataDir: string): string {
  return join(dataDir, 'admin.key');
}

function given(secret: Secret | null): KeptSecret | null {
  return secret === null ? null : { secret, path: null, warning: null };
}

function keptIn(path: string, prefix: string): KeptSecret {
  try {
    if (!existsSync(path)) {
      createSecret(path, prefix);
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) {
      throw new SecretFileError(`${path} cannot be written`, { cause });
    }
  }
  return readSecret(path);
}

/**
 * The secret is whole on disk before it gets its name, and a name that is taken stays as it is: of two
 * processes that start at once, both use the secret of the first.
 */
function createSecret(path: string, prefix: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${prefix}${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
    fsyncSync(file);
    linkSync(draft, path);
  } finally {
    closeSync(file);
    rmSync(draft);
  }
}

function readSecret(path: string): KeptSecret {
  let text: string;
  let mode: number;
  try {
    text = readFileSync(path, 'utf8').trim();
    mode = statSync(path).mode & 0o777;
  } catch (cause) {
    throw new SecretFileError(`${path} cannot be read`, { cause });
  }
  if (text === '') {
    throw new SecretFileError(`${path} is empty; restore it, or delete it to have a new one made`);
  }
  const isOpen = (mode & 0o077) !== 0 && process.platform !== 'win32';
  const warning = isOpen
    ? `${path} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${path}`
    : null;
  return { secret: new Secret(text), path, warning };
}
