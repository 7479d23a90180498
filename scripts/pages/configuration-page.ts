import {
  CLI_SETTINGS,
  fileTwin,
  PROVIDER_KEY_SETTINGS,
  SETTINGS,
  type Setting,
  UNAVAILABLE_SETTINGS,
} from '../../src/config/index.ts';
import { GENERATED, markdownTable } from './page.ts';

/** docs/configuration.md: every variable, from the list the program itself reads. */
export function configurationPage(): string {
  const unavailable = UNAVAILABLE_SETTINGS.map(({ setting, sentence }) => [
    names(setting),
    setting.description,
    `${sentence}.`,
  ]);
  return [
    GENERATED,
    '# Configuration',
    '',
    'What the gateway must know before it starts comes from the environment. It is checked as a whole: every',
    'problem is told at once with the name of its variable, and the process ends with exit code 2. A name that',
    'begins with `TURNPIKE_` and is not in this list is a problem too. An empty variable counts as not set.',
    '',
    'A secret can stand in a file instead: `NAME_FILE` is the path of a file that holds the value of `NAME`.',
    '',
    '## Environment',
    '',
    ...settingTable(Object.values(SETTINGS)),
    '',
    'Flags of `start` win over the environment: `--host`, `--port`. `--config FILE` applies a configuration file,',
    '`--demo` starts the demonstration.',
    '',
    '## Credentials of providers',
    '',
    ...settingTable(PROVIDER_KEY_SETTINGS),
    '',
    '`HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` mean what they always mean.',
    '',
    '## The command line',
    '',
    'Beside `TURNPIKE_ADMIN_KEY` and `DATA_DIR`:',
    '',
    ...settingTable(Object.values(CLI_SETTINGS)),
    '',
    '## Known, and not there yet',
    '',
    'These are checked and then stop the start, so that nobody believes they work.',
    '',
    ...markdownTable(['variable', 'what it is for', 'why not'], unavailable),
    '',
    FILE_CHAPTER,
  ].join('\n');
}

function settingTable(settings: readonly Setting<unknown>[]): string[] {
  return markdownTable(
    ['variable', 'what it is', 'accepts', 'when not set'],
    settings.map((setting) => [names(setting), setting.description, setting.accepts, setting.defaultText]),
  );
}

function names(setting: Setting<unknown>): string {
  return setting.isSecret ? `\`${setting.name}\`, \`${fileTwin(setting)}\`` : `\`${setting.name}\``;
}

const FILE_CHAPTER = `## Configuration file

What may change while the gateway runs stands in the database. A file can declare it:
\`npm start -- --config FILE\` applies it at start, \`npm run turnpike -- apply FILE\` to a running gateway, and
\`npm run turnpike -- export\` prints what is there as such a file, without secrets.

Entries are found by name. Applying the same file again changes nothing. A section that is absent is left
alone. Nothing is deleted unless the file says \`prune: true\`; then what a section of the file does not name is
deleted, but never an API key, which could not come back, and never the Default project.

\`\`\`yaml
prune: false
groups:
  - name: default
    platforms: [openai, anthropic, gemini]
    multiplier: "1"               # prices are multiplied with it
    translate: true               # whether requests may be translated between dialects
    retry: { attempts: 3, within_ms: 120000 }   # how a request that fails is tried again: docs/routing.md
image_batch_groups:               # for image tasks, which this version does not serve
  - name: images
    models: [gemini-2.5-flash-image]
    concurrency: 4
    queue_limit: 100
    prices: { "1K": "0.04", "2K": "0.06", "4K": "0.12" }
models:                           # prices of your own, which win over the catalogue; USD per million tokens
  - { name: gpt-4o-mini, price: { input: "0.15", output: "0.60", cache_read: "0.075" } }
channels:
  - name: openai-main
    provider: openai
    base_url: https://api.openai.com/v1     # the provider's own when absent
    credentials: ["env:OPENAI_API_KEY"]     # env:NAME is the value of a variable; each has its own load and health
    models: [gpt-4o-mini, { name: fast, upstream: gpt-4o-mini }]  # every priced model when empty
    groups: [default]
    image_batch_groups: []
    priority: 0                   # lower first
    weight: 1                     # the share among channels of one priority
    concurrency: 0                # most requests at once; 0 is unlimited
    credential_concurrency: 0     # the same with one credential
    retry: { on_abort: drain }    # what differs from the group's: docs/routing.md
    timeouts: { first_byte_ms: 600000, idle_ms: 300000, total_ms: 3600000 }
    allow_private: false          # whether it may reach loopback and private addresses
    status: active
projects:                         # credit is granted once, when there is none
  - name: Default
    mode: credits                 # or api-keys (own provider keys alone), hybrid (those first)
    error_format: native
    credit: "10"
    monthly_budget: "500"         # USD in a calendar month (UTC)
    hash_only: false              # whether keys are shown once alone
    default_group: default        # of new keys that name none
    media_retention_days: 30      # of results of media tasks; 0 keeps them for ever
    iam_rules: [{ type: deny_models, values: ["*-preview"] }]
keys:
  - name: ci
    project: Default
    group: default                # or image_batch_group
    value: "env:CI_KEY"           # one is generated when absent
    quota: "25.00"                # null is unlimited
    expires_at: 2027-01-01T00:00:00Z
    limits: { rpm: 60, tpm: 100000, concurrency: 10, queue_limit: 5 }
    spend_windows: { "5h": "5", "1d": "10" }
    models: ["gpt-*"]
    default_model: gpt-4o-mini
    ip_allow: [10.0.0.0/8]
    iam_rules: [{ type: allow_operations, values: ["chat.*"] }]
    tags: { team: platform }
\`\`\`

Price keys of a model are decimal strings in USD. Per million tokens: \`input\`, \`output\`, \`cache_read\`,
\`cache_write_5m\`, \`cache_write_1h\`, \`reasoning\`, \`audio_input\`, \`audio_output\`,
\`image_input\`, \`image_output\`. Per piece: \`image\` and \`second\`
(one price, or a map by size or resolution), \`song\`, \`request\`, \`character\`, \`web_search\`, \`hosted_tool\`
([what each means](prices.md)). \`tiers\` are prices for long input:
\`[{ above_input_tokens: 200000, input: "2.50", output: "15" }]\`. \`service_tiers\` are multipliers:
\`{ priority: "2", flex: "0.5" }\`. \`free: true\` is a model that costs nothing on purpose.
`;
