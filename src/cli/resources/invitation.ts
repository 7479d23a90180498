import type { Command } from '../command.ts';
import { textField } from './field.ts';
import { ORGANIZATION_FIELD } from './organization-field.ts';
import { resourceCommands } from './resource.ts';

/** `turnpike invitation …`. */
export const commands: Readonly<Record<string, Command>> = resourceCommands({
  noun: 'invitation',
  path: '/api/v1/invitations',
  idPrefix: 'inv_',
  namedBy: 'email',
  without: ['update'],
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'EMAIL', path: 'email' },
    { title: 'ROLE', path: 'role' },
    { title: 'STATUS', path: 'status' },
    { title: 'INVITED BY', path: 'invited_by' },
    { title: 'EXPIRES', path: 'expires_at' },
  ],
  fields: [
    textField({ option: 'email', value: 'ADDRESS', help: 'Who is invited.', required: true }),
    textField({ option: 'role', value: 'owner|admin|member|viewer', help: 'As what; member by default.' }),
    ORGANIZATION_FIELD,
  ],
  filters: [ORGANIZATION_FIELD],
});
