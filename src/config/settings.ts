import { httpUrlProblem, readCidr } from './addresses.ts';
import { MEDIA_SETTINGS } from './media-settings.ts';
import { PAYMENT_SETTINGS } from './payment-settings.ts';
import {
  booleanSetting,
  choiceSetting,
  integerSetting,
  listSetting,
  portOrOffSetting,
  type Setting,
  secretSetting,
  textSetting,
} from './setting.ts';
import { SIGN_IN_SETTINGS } from './sign-in-settings.ts';
import { TRACE_SETTINGS } from './trace-settings.ts';

/** Lower case, from the most to the least that is written. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every setting that the environment gives the server, in the order of the reference page. */
export const SETTINGS = {
  host: textSetting({
    name: 'HOST',
    description: 'The address to listen on. `0.0.0.0` takes requests from other machines.',
    accepts: 'an address or a host name',
    flag: 'host',
    fallback: '127.0.0.1',
    problem: (text) => (/^[A-Za-z0-9.:_%-]{1,253}$/.test(text) ? null : 'must be an address or a host name'),
  }),
  port: integerSetting({
    name: 'PORT',
    description: 'The port to listen on; `0` takes any free one.',
    flag: 'port',
    fallback: 8787,
    minimum: 0,
    maximum: 65535,
  }),
  dataDir: textSetting({
    name: 'DATA_DIR',
    description:
      'The folder of the embedded database, the journal and the secrets. It is created when it does not exist.',
    accepts: 'a path',
    fallback: './data',
    problem: (text) => (text.includes('\0') ? 'must be a path' : null),
  }),
  databaseUrl: secretSetting({
    name: 'DATABASE_URL',
    description: 'A PostgreSQL database to use instead of the embedded one.',
    accepts: 'an address that begins with `postgres://` or `postgresql://`',
    defaultText: 'SQLite in `DATA_DIR`',
    minLength: 1,
    problem: (text) =>
      /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)
        ? null
        : 'must be an address that begins with postgres:// or postgresql://',
  }),
  baseUrl: textSetting({
    name: 'BASE_URL',
    description:
      'The address under which people reach the console: what the links of mails begin with, and what passkeys and sign-in at a provider belong to. With `https://` cookies are sent over TLS alone.',
    accepts: 'an address that begins with `http://` or `https://`',
    defaultText: 'made from `HOST` and `PORT`',
    fallback: null,
    problem: httpUrlProblem,
  }),
  logLevel: choiceSetting({
    name: 'LOG_LEVEL',
    description: 'The least important kind of line that is logged.',
    choices: LOG_LEVELS,
    fallback: 'info',
  }),
  trustedProxies: listSetting<string>({
    name: 'TRUSTED_PROXIES',
    description:
      'Proxies whose `X-Forwarded-For` is believed, separated by commas. It is read from the right, and the first address that is none of these is the client: what IP rules judge, what unknown keys are counted by, what the log shows. Without any, it is the address of the connection.',
    accepts: 'addresses or ranges such as `10.0.0.0/8`, separated by commas',
    defaultText: 'nobody',
    fallback: [],
    item: readCidr,
  }),
  metricsPort: portOrOffSetting({
    name: 'METRICS_PORT',
    description: 'The port of `/metrics`, on the address of `HOST`; `0` takes any free one.',
    fallback: 9464,
  }),
  allowPrivateUpstreams: booleanSetting({
    name: 'TURNPIKE_ALLOW_PRIVATE_UPSTREAMS',
    description:
      'Whether every channel may reach loopback and private addresses. Without it only a channel that says `allow_private: true` may. Link-local addresses are never reached.',
    fallback: false,
  }),
  allowPrivateWebhooks: booleanSetting({
    name: 'TURNPIKE_ALLOW_PRIVATE_WEBHOOKS',
    description:
      'Whether webhooks may go to loopback and private addresses, and over plain http. Without it they go to public `https://` addresses alone. Link-local addresses are never reached.',
    fallback: false,
  }),
  webhookLogDays: integerSetting({
    name: 'TURNPIKE_WEBHOOK_LOG_DAYS',
    description: 'How many days the log keeps deliveries of webhooks that are over.',
    fallback: 30,
    minimum: 1,
    maximum: 3_650,
  }),
  responsesRetentionDays: integerSetting({
    name: 'TURNPIKE_RESPONSES_RETENTION_DAYS',
    description:
      'How many days stored answers of the Responses API are kept, sealed, for clients that come back to them. `0` stores none. Where an upstream stores them itself, only the id and its channel are kept.',
    fallback: 30,
    minimum: 0,
    maximum: 3_650,
  }),
  requestsRetentionDays: integerSetting({
    name: 'TURNPIKE_REQUESTS_RETENTION_DAYS',
    description:
      'How many days requests and their attempts are kept in the log. Sums of usage and the ledger stay. `0` keeps them for ever.',
    fallback: 365,
    minimum: 0,
    maximum: 3_650,
  }),
  taskTimeoutS: integerSetting({
    name: 'TURNPIKE_TASK_TIMEOUT_S',
    description:
      'How many seconds a media task may take before it ends as `timeout`, its upstream is asked to stop and its hold is given back. `0` is the usual: 15 minutes for images, 60 for films, 30 for songs.',
    fallback: 0,
    minimum: 0,
    maximum: 86_400,
  }),
  ownKeyFeePercent: integerSetting({
    name: 'TURNPIKE_OWN_KEY_FEE_PERCENT',
    description:
      'What an organization pays from its wallet for a request that went out with a provider key of its own, in per cent of the price. The provider bills it the rest.',
    fallback: 0,
    minimum: 0,
    maximum: 100,
  }),
  masterKey: secretSetting({
    name: 'TURNPIKE_SECRET_KEY',
    description:
      'The master key: seals credentials and API keys in the database, and hashes API keys for look-up. Without it nothing sealed can be read again, so keep a copy.',
    defaultText: '`DATA_DIR/secret.key`, created at first start',
    minLength: 32,
  }),
  adminKey: secretSetting({
    name: 'TURNPIKE_ADMIN_KEY',
    description:
      'A management key: the credential of the management API and the CLI. It exists as long as the variable does.',
    defaultText: '`DATA_DIR/admin.key`, created at first start',
    minLength: 16,
  }),
  keysHashOnly: booleanSetting({
    name: 'TURNPIKE_KEYS_HASH_ONLY',
    description:
      'Whether only hashes of API keys are kept. A key is then shown once, when it is made or rotated, and can never be revealed; one that was made before keeps what it is sealed in until it is rotated.',
    fallback: false,
  }),
  leakReportSecret: secretSetting({
    name: 'TURNPIKE_LEAK_REPORT_SECRET',
    description:
      'What a secret scanner proves itself with at `POST /api/v1/keys/leaked`, which disables the keys it reports. Without it there is no such address.',
    minLength: 16,
  }),
  ...MEDIA_SETTINGS,
  ...PAYMENT_SETTINGS,
  ...SIGN_IN_SETTINGS,
  ...TRACE_SETTINGS,
  errorFormat: choiceSetting({
    name: 'TURNPIKE_ERROR_FORMAT',
    description: "How refusals look: in the caller's own dialect, or flat. A project may say otherwise.",
    choices: ['native', 'flat'] as const,
    fallback: 'native',
  }),
};

/** A setting this version knows, checks, and then refuses, because nothing stands behind it yet. */
export interface UnavailableSetting {
  readonly setting: Setting<unknown>;
  /** Whether the value asks for what is not there. */
  asksForIt(value: unknown): boolean;
  readonly sentence: string;
}

const ONE_PROCESS = 'this version runs as one process with its limits in memory';
/** Known names that stop the start when they ask for something, so that nobody believes they work. */
export const UNAVAILABLE_SETTINGS: readonly UnavailableSetting[] = [
  {
    setting: secretSetting({
      name: 'REDIS_URL',
      description: 'Redis or Valkey, for several processes that share limits.',
      accepts: 'an address that begins with `redis://` or `rediss://`',
      minLength: 1,
      problem: (text) =>
        /^rediss?:\/\/./.test(text) ? null : 'must be an address that begins with redis:// or rediss://',
    }),
    asksForIt: () => true,
    sentence: ONE_PROCESS,
  },
  {
    setting: integerSetting({
      name: 'TURNPIKE_WORKERS',
      description: 'How many processes serve requests. Only `1` is possible.',
      fallback: 1,
      minimum: 1,
      maximum: 64,
    }),
    asksForIt: (value) => value !== 1,
    sentence: ONE_PROCESS,
  },
];

/** What the CLI reads beside `TURNPIKE_ADMIN_KEY` and `DATA_DIR`. */
export const CLI_SETTINGS = {
  url: textSetting({
    name: 'TURNPIKE_URL',
    description: 'Where the CLI finds the running gateway.',
    accepts: 'an address that begins with `http://` or `https://`',
    fallback: 'http://127.0.0.1:8787',
    problem: httpUrlProblem,
  }),
};
