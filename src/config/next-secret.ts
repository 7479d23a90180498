import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Secret } from '../core/secret.ts';

/**
 * Puts a secret beside the one in `path`, whole and on disk, readable by its owner alone. It counts for
 * nothing until `adoptNextSecret` lets it take the place.
 */
export function writeNextSecret(path: string, secret: Secret): void {
  const next = nextOf(path);
  rmSync(next, { force: true });
  const file = openSync(next, 'wx', 0o600);
  try {
    writeSync(file, `${secret.reveal()}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(path);
}

/** The secret beside the one in `path`; null when there is none. */
export function readNextSecret(path: string): Secret | null {
  return existsSync(nextOf(path)) ? new Secret(readFileSync(nextOf(path), 'utf8').trim()) : null;
}

/** Lets the secret beside the one in `path` take its place, in one step. */
export function adoptNextSecret(path: string): void {
  renameSync(nextOf(path), path);
  syncFolder(path);
}

/** Removes the secret beside the one in `path`, if there is one. */
export function dropNextSecret(path: string): void {
  rmSync(nextOf(path), { force: true });
}

function nextOf(path: string): string {
  return `${path}.next`;
}

/** Names of files are on disk only when their folder is. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
