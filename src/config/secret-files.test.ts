import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { openSecrets, readAdminKey, SecretFileError } from './index.ts';

let dir = '';

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'turnpike-secrets-')), 'data');
});

afterEach(() => {
  rmSync(join(dir, '..'), { recursive: true });
});

const open = () => openSecrets({ dataDir: dir, masterKey: null, adminKey: null });

describe('openSecrets', () => {
  it('creates both secrets at first start for the owner alone, and finds them again', () => {
    const { master, admin } = open();
    expect(readdirSync(dir).sort()).toEqual(['admin.key', 'secret.key']);
    expect(statSync(join(dir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(Buffer.from(master.secret.reveal(), 'base64url')).toHaveLength(32);
    expect(admin.secret.reveal()).toMatch(/^mk-tp-[\w-]{43}$/);
    expect([master.warning, admin.warning]).toEqual([null, null]);
    expect(open().master.secret.reveal()).toBe(master.secret.reveal());
    expect(readAdminKey(dir)?.reveal()).toBe(admin.secret.reveal());
  });

  it('creates no file for a secret that the environment gives', () => {
    const { master } = openSecrets({ dataDir: dir, masterKey: new Secret('m'.repeat(32)), adminKey: null });
    expect(master).toMatchObject({ path: null, warning: null });
    expect(readdirSync(dir)).toEqual(['admin.key']);
  });

  it('warns of a file that others can read', () => {
    open();
    chmodSync(join(dir, 'secret.key'), 0o644);
    expect(open().master.warning).toMatch(/secret\.key can be read by others \(mode 644\)/);
  });

  it('refuses an empty file and leaves it alone', () => {
    open();
    writeFileSync(join(dir, 'secret.key'), '\n');
    expect(open).toThrow(SecretFileError);
    expect(readFileSync(join(dir, 'secret.key'), 'utf8')).toBe('\n');
  });
});

describe('readAdminKey', () => {
  it('is null where there is none', () => {
    expect(readAdminKey(join(dir, 'nowhere'))).toBeNull();
  });
});
