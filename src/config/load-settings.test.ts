import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCliSettings, loadSettings, SettingsError } from './index.ts';

const made: string[] = [];

afterEach(() => {
  for (const dir of made.splice(0)) {
    rmSync(dir, { recursive: true });
  }
});

function fileWith(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'turnpike-settings-'));
  made.push(dir);
  writeFileSync(join(dir, 'secret'), text);
  return join(dir, 'secret');
}

function problemsOf(env: Record<string, string>, flags = {}): readonly string[] {
  try {
    loadSettings({ env, flags });
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

describe('loadSettings', () => {
  it('has a default for everything', () => {
    const settings = loadSettings({ env: {} });
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      port: 8787,
      dataDir: './data',
      databaseUrl: null,
      baseUrl: null,
      logLevel: 'info',
      trustedProxies: [],
      metricsPort: 9464,
      allowPrivateUpstreams: false,
      allowPrivateWebhooks: false,
      webhookLogDays: 30,
      masterKey: null,
      adminKey: null,
      errorFormat: 'native',
      configFile: null,
      demo: false,
      usesProxy: false,
      roles: ['gateway', 'console', 'worker'],
    });
    expect(settings.providerKeys.size).toBe(0);
  });

  it('reads values, lists and flags, and flags win', () => {
    const env = { PORT: '1', HOST: '::1', TRUSTED_PROXIES: '10.0.0.0/8, ::1', LOG_LEVEL: 'debug' };
    const settings = loadSettings({ env, flags: { port: '2', demo: true, config: 'a.yaml' } });
    expect(settings).toMatchObject({
      port: 2,
      host: '::1',
      logLevel: 'debug',
      demo: true,
      configFile: 'a.yaml',
    });
    expect(settings.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  });

  it('tells every problem at once, each with its name', () => {
    const problems = problemsOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      TRUSTED_PROXIES: '10.0.0.0/33',
      BASE_URL: 'ftp://example.com',
      TURNPIKE_ALLOW_PRIVATE_UPSTREAMS: 'yes',
      DATABASE_URL: 'mysql://user:hunter2@db/x',
      TURNPIKE_SECRET_KEY: 'too-short',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'BASE_URL',
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'TRUSTED_PROXIES',
      'TURNPIKE_ALLOW_PRIVATE_UPSTREAMS',
      'TURNPIKE_SECRET_KEY',
    ]);
    expect(problems.join()).not.toMatch(/hunter2|too-short/);
  });

  it('stops at an unknown TURNPIKE_ name and suggests the nearest', () => {
    expect(problemsOf({ TURNPIKE_ADMIN_KYE: 'x' })).toEqual([
      'TURNPIKE_ADMIN_KYE is not a setting; did you mean TURNPIKE_ADMIN_KEY?',
    ]);
    expect(problemsOf({ TURNPIKE_URL: 'http://127.0.0.1:1', SOMETHING_ELSE: 'x' })).toEqual([]);
  });

  it('refuses what this version does not do, in a sentence', () => {
    const problems = problemsOf(
      { REDIS_URL: 'redis://127.0.0.1', TURNPIKE_WORKERS: '2' },
      { roles: 'gateway' },
    );
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toMatch(/REDIS_URL cannot be set: .*one process/);
    expect(problemsOf({ TURNPIKE_WORKERS: '1' })).toEqual([]);
    expect(problemsOf({ REDIS_URL: 'http://127.0.0.1' })[0]).toMatch(/^REDIS_URL must/);
    expect(problemsOf({}, { roles: 'gateway,cook' })[0]).toMatch(/^--roles cook/);
  });

  it('refuses an object store that is half described', () => {
    expect(problemsOf({ S3_ENDPOINT: 'https://s3.example.com', S3_BUCKET: 'media' })).toEqual([
      'S3_ENDPOINT needs S3_ACCESS_KEY_ID, which is not set',
      'S3_ENDPOINT needs S3_SECRET_ACCESS_KEY, which is not set',
    ]);
    const whole = { S3_ENDPOINT: 'https://s3.example.com', S3_BUCKET: 'media', S3_ACCESS_KEY_ID: 'id' };
    expect(problemsOf({ ...whole, S3_SECRET_ACCESS_KEY: 'secret' })).toEqual([]);
  });

  it('refuses a setting whose partner is missing, and takes both', () => {
    const smtp = { SMTP_URL: 'smtps://user:hunter2@mail.example.com' };
    const oidc = { TURNPIKE_OIDC_ISSUER: 'https://id.example.com' };
    expect(problemsOf({ ...smtp, ...oidc })).toEqual([
      'SMTP_URL needs SMTP_FROM, which is not set',
      'TURNPIKE_OIDC_ISSUER needs TURNPIKE_OIDC_CLIENT_ID, which is not set',
    ]);
    const both = { SMTP_FROM: 'Turnpike <turnpike@example.com>', TURNPIKE_OIDC_CLIENT_ID: 'turnpike' };
    expect(problemsOf({ ...smtp, ...oidc, ...both })).toEqual([]);
    expect(problemsOf({ SMTP_URL: 'mail.example.com', SMTP_FROM: 'nobody' })).toHaveLength(2);
  });

  it('reads a secret from the file its twin names, without the line break at its end', () => {
    const path = fileWith('mk-tp-0123456789abcdef\n');
    const settings = loadSettings({ env: { TURNPIKE_ADMIN_KEY_FILE: path } });
    expect(settings.adminKey?.reveal()).toBe('mk-tp-0123456789abcdef');
    expect(inspect(settings) + JSON.stringify(settings)).not.toContain('0123456789abcdef');
  });

  it('refuses a secret that is given twice, and a file that is not there', () => {
    const path = fileWith('0123456789abcdef0123');
    const both = problemsOf({ TURNPIKE_ADMIN_KEY: '0123456789abcdef', TURNPIKE_ADMIN_KEY_FILE: path });
    expect(both[0]).toMatch(/TURNPIKE_ADMIN_KEY and TURNPIKE_ADMIN_KEY_FILE are both set/);
    expect(problemsOf({ TURNPIKE_ADMIN_KEY_FILE: `${path}.gone` })[0]).toMatch(
      /^TURNPIKE_ADMIN_KEY_FILE.*ENOENT/,
    );
  });

  it('switches metrics off by a word, since port 0 means any free one', () => {
    expect(loadSettings({ env: { METRICS_PORT: 'off' } }).metricsPort).toBeNull();
    expect(loadSettings({ env: { METRICS_PORT: '0' } }).metricsPort).toBe(0);
    expect(problemsOf({ METRICS_PORT: '70000' })[0]).toMatch(/^METRICS_PORT must/);
  });

  it('says whether there is a proxy', () => {
    expect(loadSettings({ env: { https_proxy: 'http://proxy:3128' } }).usesProxy).toBe(true);
  });

  it('takes an empty variable as one that is not set', () => {
    expect(loadSettings({ env: { PORT: '', TURNPIKE_ADMIN_KEY: ' ' } }).port).toBe(8787);
  });

  it('takes the credentials of providers from their own variables', () => {
    const settings = loadSettings({ env: { OPENAI_API_KEY: 'sk-provider' } });
    expect([...settings.providerKeys.keys()]).toEqual(['OPENAI_API_KEY']);
    expect(settings.providerKeys.get('OPENAI_API_KEY')?.reveal()).toBe('sk-provider');
  });
});

describe('loadCliSettings', () => {
  it('reads what it needs and looks at nothing else', () => {
    const settings = loadCliSettings({
      env: { TURNPIKE_URL: 'http://10.0.0.1:1', PORT: 'x', TURNPIKE_NONE: '1' },
    });
    expect(settings).toEqual({ url: 'http://10.0.0.1:1', adminKey: null, dataDir: './data' });
  });

  it('refuses an address that is none', () => {
    expect(() => loadCliSettings({ env: { TURNPIKE_URL: 'localhost' } })).toThrow(/^TURNPIKE_URL must/);
  });
});
