import type { Command } from '../command.ts';
import { booleanField, integerField, listField, modelListField, secretsField, textField } from './field.ts';
import { actionCommand, type Resource, resourceCommands } from './resource.ts';

const channel: Resource = {
  noun: 'channel',
  path: '/api/v1/channels',
  idPrefix: 'chan_',
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'NAME', path: 'name' },
    { title: 'PROVIDER', path: 'provider' },
    { title: 'BASE URL', path: 'base_url' },
    { title: 'PRIORITY', path: 'priority' },
    { title: 'WEIGHT', path: 'weight' },
    { title: 'STATUS', path: 'status' },
  ],
  fields: [
    textField({ option: 'name', help: 'What it is called.', required: true }),
    textField({ option: 'provider', help: 'The kind of upstream.', required: true }),
    textField({ option: 'base-url', value: 'URL', help: "Its address; without it the provider's own." }),
    secretsField({ option: 'credential', member: 'credentials', help: 'A credential; repeat it for more.' }),
    modelListField({ option: 'models', help: 'The models it serves; empty for all that are priced.' }),
    listField({ option: 'groups', help: 'The groups it belongs to, by name.' }),
    listField({ option: 'image-batch-groups', help: 'The image batch groups it belongs to, by name.' }),
    integerField({ option: 'priority', help: 'Lower is tried first.' }),
    integerField({ option: 'weight', help: 'Its share among channels of one priority.' }),
    integerField({ option: 'concurrency', help: 'Most requests at once; 0 is unlimited.' }),
    booleanField({ option: 'allow-private', help: 'Whether it may reach loopback and private addresses.' }),
    textField({ option: 'status', value: 'active|inactive', help: 'Whether it is used.' }),
  ],
  fixed: ['provider'],
};

/** `turnpike channel …`. */
export const commands: Readonly<Record<string, Command>> = {
  ...resourceCommands(channel),
  test: actionCommand(channel, "Asks a channel's upstream for something free with each credential.", {
    method: 'POST',
    below: '/test',
  }),
};
