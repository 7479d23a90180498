import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';

/** Every byte of every file below a folder but those named, one character a byte. */
export function filesDump(folder: string, without: readonly string[] = []): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !without.includes(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

/** Every row of every table of a PostgreSQL database, as text. */
export async function postgresDump(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from "${name}" t`);
      texts.push(name, ...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

/**
 * Expects that a text holds none of the named secrets: neither as they are, nor encoded, nor as a hash that
 * needs no key, from which a short one could be guessed.
 */
export function expectNoSecret(text: string, canaries: ReadonlyMap<string, string>): void {
  expect(text.length).toBeGreaterThan(0);
  for (const [name, canary] of canaries) {
    for (const [form, shape] of Object.entries(shapesOf(canary))) {
      const at = text.indexOf(shape);
      const around = at === -1 ? 'nowhere' : text.slice(Math.max(0, at - 200), at + 60);
      expect(around, `${name}, ${form}`).toBe('nowhere');
    }
  }
}

function shapesOf(canary: string): Record<string, string> {
  const bytes = Buffer.from(canary);
  const hash = createHash('sha256').update(canary).digest();
  return {
    plain: canary,
    'in base64': bytes.toString('base64').replace(/=+$/, ''),
    'in hex': bytes.toString('hex'),
    'hashed, in hex': hash.toString('hex'),
    'hashed, in base64': hash.toString('base64').replace(/=+$/, ''),
    'hashed, in base64url': hash.toString('base64url'),
  };
}
