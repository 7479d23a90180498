import type { Command } from '../command.ts';
import { textField } from './field.ts';
import { ORGANIZATION_FIELD } from './organization-field.ts';
import { resourceCommands } from './resource.ts';

/** `turnpike member …`. People join by an invitation, so none is created here. */
export const commands: Readonly<Record<string, Command>> = resourceCommands({
  noun: 'member',
  path: '/api/v1/members',
  idPrefix: 'mem_',
  namedBy: 'email',
  without: ['create'],
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'EMAIL', path: 'email' },
    { title: 'NAME', path: 'name' },
    { title: 'ROLE', path: 'role' },
    { title: 'SINCE', path: 'created_at' },
  ],
  fields: [],
  updateFields: [textField({ option: 'role', value: 'owner|admin|member|viewer', help: 'The new role.' })],
  filters: [ORGANIZATION_FIELD],
});
