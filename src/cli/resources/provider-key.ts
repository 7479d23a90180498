import type { Command } from '../command.ts';
import { modelListField, secretField, textField } from './field.ts';
import { ORGANIZATION_FIELD } from './organization-field.ts';
import { resourceCommands } from './resource.ts';

/** `turnpike provider-key …`. */
export const commands: Readonly<Record<string, Command>> = resourceCommands({
  noun: 'provider key',
  path: '/api/v1/provider-keys',
  idPrefix: 'pk_',
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'NAME', path: 'name' },
    { title: 'PROVIDER', path: 'provider' },
    { title: 'BASE URL', path: 'base_url' },
    { title: 'CREDENTIAL', path: 'credential.last4' },
    { title: 'STATUS', path: 'status' },
    { title: 'ORGANIZATION', path: 'organization_id' },
  ],
  fields: [
    textField({ option: 'name', help: 'What it is called.', required: true }),
    textField({ option: 'provider', help: 'Whose credential it is.', required: true }),
    secretField({
      option: 'credential',
      help: 'The credential; it is tested before it is stored.',
      required: true,
    }),
    textField({ option: 'base-url', value: 'URL', help: "Its address; without it the provider's own." }),
    modelListField({ option: 'models', help: 'The models it serves; empty for all that are priced.' }),
    textField({ option: 'status', value: 'active|inactive', help: 'Whether it is used.' }),
    ORGANIZATION_FIELD,
  ],
  fixed: ['provider', 'organization'],
  filters: [ORGANIZATION_FIELD],
});
