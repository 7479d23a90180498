import type { Command } from '../command.ts';
import { textField } from './field.ts';
import { resourceCommands } from './resource.ts';

/** `turnpike project …`. */
export const commands: Readonly<Record<string, Command>> = resourceCommands({
  noun: 'project',
  path: '/api/v1/projects',
  idPrefix: 'proj_',
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'NAME', path: 'name' },
    { title: 'MODE', path: 'mode' },
    { title: 'ERROR FORMAT', path: 'error_format' },
    { title: 'ORGANIZATION', path: 'organization_id' },
  ],
  fields: [
    textField({ option: 'name', help: 'What it is called.', required: true }),
    textField({ option: 'mode', value: 'api-keys|credits|hybrid', help: 'Whose credentials it uses.' }),
    textField({ option: 'error-format', value: 'native|flat', help: 'How refusals look.' }),
  ],
});
