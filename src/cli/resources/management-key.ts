import type { Command } from '../command.ts';
import { listField, nullableField, textField } from './field.ts';
import { ORGANIZATION_FIELD } from './organization-field.ts';
import { resourceCommands } from './resource.ts';

/** `turnpike management-key …`. */
export const commands: Readonly<Record<string, Command>> = resourceCommands({
  noun: 'management key',
  path: '/api/v1/management-keys',
  idPrefix: 'mk_',
  without: ['update'],
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'NAME', path: 'name' },
    { title: 'KEY', path: 'preview' },
    { title: 'STATUS', path: 'status' },
    { title: 'ORGANIZATION', path: 'organization_id' },
    { title: 'EXPIRES', path: 'expires_at' },
    { title: 'LAST USED', path: 'last_used_at' },
  ],
  fields: [
    textField({ option: 'name', help: 'What uses it.', required: true }),
    listField({ option: 'scopes', help: 'What it may do, such as keys:read,keys:write.', required: true }),
    nullableField({
      option: 'expires-at',
      value: 'TIME|never',
      nullWord: 'never',
      help: 'When it expires, such as 2026-12-31T23:59:59Z.',
    }),
    textField({
      option: 'organization',
      member: 'organization_id',
      value: 'ID',
      help: 'Where it works; without it wherever the credential that makes it does.',
    }),
  ],
  filters: [ORGANIZATION_FIELD],
});
