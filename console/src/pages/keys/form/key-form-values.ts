import type { ApiKey, KeyPatch, NewKey } from '../../../api/keys.ts';

/** The spend windows, shortest first. */
export const WINDOWS = ['5h', '1d', '7d', '30d'] as const;
/** What is limited by the minute or at once. */
export const LIMITS = ['rpm', 'tpm', 'concurrency', 'queue_limit'] as const;

/** A rule about models, providers, operations or prices. */
export interface RuleValues {
  type: ApiKey['iam_rules'][number]['type'];
  values: string;
}

/** What the form of a key holds: texts as they are typed. */
export interface KeyFormValues {
  name: string;
  project_id: string;
  binding: 'general' | 'image';
  group_id: string;
  image_batch_group_id: string;
  value: string;
  isEnabled: boolean;
  isUnlimited: boolean;
  quota: string;
  expires_at: string;
  models: string;
  default_model: string;
  ip_allow: string;
  ip_deny: string;
  tags: string;
  rpm: string;
  tpm: string;
  concurrency: string;
  queue_limit: string;
  window_5h: string;
  window_1d: string;
  window_7d: string;
  window_30d: string;
  iam_rules: RuleValues[];
}

/** The form of a new key. */
export function emptyValues(chosen: {
  projectId: string;
  groupId: string;
  imageGroupId: string;
}): KeyFormValues {
  return {
    name: '',
    project_id: chosen.projectId,
    binding: 'general',
    group_id: chosen.groupId,
    image_batch_group_id: chosen.imageGroupId,
    value: '',
    isEnabled: true,
    isUnlimited: true,
    quota: '',
    expires_at: '',
    models: '',
    default_model: '',
    ip_allow: '',
    ip_deny: '',
    tags: '',
    rpm: '',
    tpm: '',
    concurrency: '',
    queue_limit: '',
    window_5h: '',
    window_1d: '',
    window_7d: '',
    window_30d: '',
    iam_rules: [],
  };
}

/** The form of a key that is there. */
export function valuesOf(key: ApiKey): KeyFormValues {
  const { limits, spend_windows: windows } = key;
  return {
    name: key.name,
    project_id: key.project_id,
    binding: key.type,
    group_id: key.group_id ?? '',
    image_batch_group_id: key.image_batch_group_id ?? '',
    value: '',
    isEnabled: key.status !== 'inactive',
    isUnlimited: key.quota === null,
    quota: key.quota ?? '',
    expires_at: key.expires_at === null ? '' : localTime(key.expires_at),
    models: key.models.join('\n'),
    default_model: key.default_model ?? '',
    ip_allow: key.ip_allow.join('\n'),
    ip_deny: key.ip_deny.join('\n'),
    tags: Object.entries(key.tags)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    rpm: text(limits.rpm),
    tpm: text(limits.tpm),
    concurrency: text(limits.concurrency),
    queue_limit: limits.queue_limit === 0 ? '' : text(limits.queue_limit),
    window_5h: windows['5h'] ?? '',
    window_1d: windows['1d'] ?? '',
    window_7d: windows['7d'] ?? '',
    window_30d: windows['30d'] ?? '',
    iam_rules: key.iam_rules.map(({ type, values }) => ({ type, values: values.join('\n') })),
  };
}

/** What a new key is asked for with; what was left empty is left out. */
export function newKeyOf(values: KeyFormValues, organizationId: string | undefined): NewKey {
  const { project_id: projectId, value } = values;
  return {
    ...settingsOf(values),
    ...(organizationId === undefined ? {} : { organization_id: organizationId }),
    ...(projectId === '' ? {} : { project_id: projectId }),
    ...(value.trim() === '' ? {} : { value: value.trim() }),
  };
}

/** What of a key was changed in the form, and nothing else; empty where nothing was. */
export function patchOf(before: KeyFormValues, after: KeyFormValues): KeyPatch {
  const old = { ...settingsOf(before), status: statusOf(before) };
  const now = { ...settingsOf(after), status: statusOf(after) };
  const unchanged = new Map<string, string>(
    Object.entries(old).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => unchanged.get(name) !== JSON.stringify(value)),
  );
}

function settingsOf(values: KeyFormValues) {
  return {
    name: values.name.trim(),
    ...(values.binding === 'general'
      ? { group_id: values.group_id }
      : { image_batch_group_id: values.image_batch_group_id }),
    quota: values.isUnlimited ? null : orNull(values.quota),
    expires_at: values.expires_at === '' ? null : new Date(values.expires_at).toISOString(),
    models: lines(values.models),
    default_model: orNull(values.default_model),
    ip_allow: lines(values.ip_allow),
    ip_deny: lines(values.ip_deny),
    tags: Object.fromEntries(lines(values.tags).map(splitTag)),
    limits: {
      rpm: countOrNull(values.rpm),
      tpm: countOrNull(values.tpm),
      concurrency: countOrNull(values.concurrency),
      queue_limit: countOrNull(values.queue_limit),
    },
    spend_windows: {
      '5h': orNull(values.window_5h),
      '1d': orNull(values.window_1d),
      '7d': orNull(values.window_7d),
      '30d': orNull(values.window_30d),
    },
    iam_rules: values.iam_rules.map(({ type, values: texts }) => ({ type, values: lines(texts) })),
  };
}

function statusOf({ isEnabled }: KeyFormValues): 'active' | 'inactive' {
  return isEnabled ? 'active' : 'inactive';
}

/** Names are told apart by lines or commas. */
function lines(value: string): string[] {
  return value
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function splitTag(line: string): [string, string] {
  const at = line.indexOf('=');
  return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function text(value: number | null): string {
  return value === null ? '' : String(value);
}

function orNull(value: string): string | null {
  return value.trim() === '' ? null : value.trim();
}

function countOrNull(value: string): number | null {
  return value.trim() === '' ? null : Number(value);
}

/** The reader's own time, as an input of the type `datetime-local` takes it. */
function localTime(moment: string): string {
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
