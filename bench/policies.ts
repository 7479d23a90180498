import { CHAT_MODEL } from './canned.ts';

/** The key of the case with every policy. Like every key of the bench, only Turnpike looks at it. */
export const POLICY_KEY = 'bench_policy_key_0123456789abcdef';

/** The name of the project whose rules hold for that key. */
const PROJECT = 'Ruled';

const NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '2001:db8::/32', '127.0.0.0/8', '::1'];

/** Rules of every type, all of which the bench's request has to pass. */
const RULES = [
  { type: 'allow_models', values: ['claude-*', 'gpt-*'] },
  { type: 'deny_models', values: ['*-preview', 'o1-*'] },
  { type: 'allow_providers', values: ['anthropic', 'openai'] },
  { type: 'deny_providers', values: ['azure'] },
  { type: 'allow_operations', values: ['messages', 'chat.*'] },
  { type: 'deny_operations', values: ['images.*'] },
  { type: 'allow_pricing', values: ['free', 'paid', 'max_input:10', 'max_output:50'] },
];

/** A project that restricts all that a project can, and never refuses the bench. */
export const POLICY_PROJECT = {
  name: PROJECT,
  mode: 'credits',
  iam_rules: RULES,
  ip_allow: NETWORKS,
  ip_deny: ['203.0.113.0/24', '198.51.100.7'],
  monthly_budget: '90000',
};

/** A key that restricts all that a key can, and never refuses the bench. */
export const POLICY_KEY_CONFIG = {
  name: 'policies',
  project: PROJECT,
  group: 'default',
  value: 'env:BENCH_POLICY_KEY',
  expires_at: '2099-01-01T00:00:00Z',
  quota: '90000',
  limits: { rpm: 10_000_000, tpm: 100_000_000_000, concurrency: 10_000, queue_limit: 100 },
  spend_windows: { '5h': '90000', '1d': '90000', '7d': '90000', '30d': '90000' },
  models: ['claude-*', CHAT_MODEL],
  ip_allow: NETWORKS,
  ip_deny: ['203.0.113.0/24', '198.51.100.7'],
  iam_rules: RULES,
  default_model: CHAT_MODEL,
};
