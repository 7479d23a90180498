import type { Command } from '../command.ts';
import { listField, nullableField, pairsField, secretField, textField } from './field.ts';
import { actionCommand, type Resource, resourceCommands } from './resource.ts';

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
  fixed: ['project', 'value'],
  fields: [
    textField({ option: 'name', help: 'What the key is for.', required: true }),
    textField({ option: 'group', value: 'NAME', help: 'The group a general key is bound to.' }),
    textField({
      option: 'image-batch-group',
      value: 'NAME',
      help: 'The image batch group an image key is bound to.',
    }),
    textField({ option: 'project', value: 'NAME', help: 'The project it belongs to.' }),
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
    listField({ option: 'models', help: 'The models it may use, with * for any text; empty for all.' }),
    pairsField({ option: 'tag', member: 'tags', help: 'A tag; repeat it for more.' }),
  ],
};

/** `turnpike key …`. */
export const commands: Readonly<Record<string, Command>> = {
  ...resourceCommands(KEYS),
  reveal: actionCommand(KEYS, 'Shows the key itself again. This is recorded.', {
    method: 'POST',
    below: '/reveal',
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
