import type { Command } from '../command.ts';
import { textField } from './field.ts';
import { resourceCommands } from './resource.ts';

/** `turnpike organization …`. */
export const commands: Readonly<Record<string, Command>> = resourceCommands({
  noun: 'organization',
  path: '/api/v1/organizations',
  idPrefix: 'org_',
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'NAME', path: 'name' },
    { title: 'CREATED', path: 'created_at' },
  ],
  fields: [textField({ option: 'name', help: 'What it is called.', required: true })],
});
