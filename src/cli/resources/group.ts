import type { Command } from '../command.ts';
import { booleanField, listField, textField } from './field.ts';
import { resourceCommands } from './resource.ts';

/** `turnpike group …`. */
export const commands: Readonly<Record<string, Command>> = resourceCommands({
  noun: 'group',
  path: '/api/v1/groups',
  idPrefix: 'grp_',
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'NAME', path: 'name' },
    { title: 'PLATFORMS', path: 'platforms' },
    { title: 'MULTIPLIER', path: 'multiplier' },
    { title: 'TRANSLATE', path: 'translate' },
  ],
  fields: [
    textField({ option: 'name', help: 'What it is called.', required: true }),
    listField({ option: 'platforms', help: 'The platforms it serves.', required: true }),
    textField({ option: 'multiplier', value: 'DECIMAL', help: 'What prices are multiplied with.' }),
    booleanField({ option: 'translate', help: 'Whether requests may be translated between dialects.' }),
  ],
});
