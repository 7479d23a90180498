import type { Command } from '../command.ts';
import {
  type Field,
  integerField,
  jsonField,
  listField,
  nullableField,
  pairsField,
  secretField,
  textField,
} from './field.ts';
import { ORGANIZATION_FIELD } from './organization-field.ts';
import { actionCommand, type Resource, resourceCommands } from './resource.ts';

const LIMITS: readonly Field[] = [
  ['rpm', 'Requests a minute.'],
  ['tpm', 'Tokens a minute.'],
  ['concurrency', 'Requests at once.'],
].map(([option = '', help = '']) =>
  integerField({ option, member: `limits.${option}`, value: 'NUMBER|none', nullWord: 'none', help }),
);

const SPEND_WINDOWS: readonly Field[] = ['5h', '1d', '7d', '30d'].map((window) =>
  nullableField({
    option: `spend-${window}`,
    member: `spend_windows.${window}`,
    value: 'USD|none',
    nullWord: 'none',
    help: `The most it may spend in any ${window}.`,
  }),
);

const KEYS: Resource = {
  noun: 'API key',
  path: '/api/v1/keys',
  idPrefix: 'key_',
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'NAME', path: 'name' },
    { title: 'KEY', path: 'preview' },
    { title: 'TYPE', path: 'type' },
    { title: 'STATUS', path: 'status' },
    { title: 'QUOTA', path: 'quota' },
    { title: 'USED', path: 'quota_used' },
    { title: 'LAST USED', path: 'last_used_at' },
  ],
  fixed: ['organization', 'project', 'value'],
  fields: [
    textField({ option: 'name', help: 'What the key is for.', required: true }),
    textField({ option: 'group', value: 'NAME', help: 'The group a general key is bound to.' }),
    textField({
      option: 'image-batch-group',
      value: 'NAME',
      help: 'The image batch group an image key is bound to.',
    }),
    textField({ option: 'project', value: 'NAME', help: 'The project it belongs to.' }),
    ORGANIZATION_FIELD,
    secretField({ option: 'value', help: 'A custom key; without it one is generated.' }),
    nullableField({
      option: 'expires-at',
      value: 'TIME|never',
      nullWord: 'never',
      help: 'When it expires, such as 2026-12-31T23:59:59Z.',
    }),
    nullableField({
      option: 'quota',
      value: 'USD|unlimited',
      nullWord: 'unlimited',
      help: 'The most it may spend in all.',
    }),
    ...LIMITS,
    integerField({
      option: 'queue-limit',
      member: 'limits.queue_limit',
      help: 'Requests that may wait for their turn; 0 for none.',
    }),
    ...SPEND_WINDOWS,
    listField({ option: 'models', help: 'The models it may use, with * for any text; empty for all.' }),
    listField({ option: 'ip-allow', help: 'Addresses and networks it may be used from; empty for all.' }),
    listField({ option: 'ip-deny', help: 'Addresses and networks it may not be used from.' }),
    jsonField({ option: 'iam-rules', help: 'Rules that narrow it, as a JSON array; [] for none.' }),
    nullableField({
      option: 'default-model',
      value: 'NAME|none',
      nullWord: 'none',
      help: 'The model of requests that name none.',
    }),
    pairsField({ option: 'tag', member: 'tags', help: 'A tag; repeat it for more.' }),
  ],
  filters: [
    ORGANIZATION_FIELD,
    textField({ option: 'search', help: 'Part of the name, or the last four characters.' }),
    textField({
      option: 'status',
      value: 'active|inactive|expired|exhausted|deleted',
      help: 'As it is shown; without it all but deleted ones.',
    }),
    textField({ option: 'type', value: 'general|image', help: 'What it is bound to.' }),
    textField({ option: 'tag', value: 'NAME[=VALUE]', help: 'A tag it has.' }),
    textField({
      option: 'sort',
      value: 'created_at|name|last_used_at|expires_at|quota_used',
      help: 'What the list is in the order of.',
    }),
    textField({ option: 'order', value: 'asc|desc', help: 'Which end comes first.' }),
  ],
};

const ROTATION: readonly Field[] = [
  integerField({
    option: 'overlap',
    member: 'overlap_s',
    value: 'SECONDS',
    help: 'How long the old string goes on working; a day when left out.',
  }),
  secretField({ option: 'value', help: 'A custom key; without it one is generated.' }),
];

/** `turnpike key …`. */
export const commands: Readonly<Record<string, Command>> = {
  ...resourceCommands(KEYS),
  reveal: actionCommand(KEYS, 'Shows the key itself again. This is recorded.', {
    method: 'POST',
    below: '/reveal',
  }),
  rotate: actionCommand(KEYS, 'Gives a key another string; the old one goes on working for a while.', {
    method: 'POST',
    below: '/rotate',
    fields: ROTATION,
  }),
  enable: actionCommand(KEYS, 'Makes a disabled key work again.', {
    method: 'PATCH',
    below: '',
    body: { status: 'active' },
  }),
  disable: actionCommand(KEYS, 'Makes a key stop working until it is enabled.', {
    method: 'PATCH',
    below: '',
    body: { status: 'inactive' },
  }),
};
