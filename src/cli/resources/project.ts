import type { Command } from '../command.ts';
import { booleanField, jsonField, listField, nullableField, textField } from './field.ts';
import { ORGANIZATION_FIELD } from './organization-field.ts';
import { actionCommand, type Resource, resourceCommands } from './resource.ts';

const PROJECTS: Resource = {
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
    jsonField({ option: 'iam-rules', help: 'Rules that narrow every key, as a JSON array.' }),
    listField({
      option: 'ip-allow',
      help: 'Addresses and networks its keys may be used from; empty for any.',
    }),
    listField({ option: 'ip-deny', help: 'Addresses and networks its keys may not be used from.' }),
    nullableField({
      option: 'monthly-budget',
      value: 'USD|unlimited',
      nullWord: 'unlimited',
      help: 'The most it may spend in a calendar month (UTC).',
    }),
    booleanField({ option: 'hash-only', help: 'Keep only hashes of new keys, so that each is shown once.' }),
    textField({
      option: 'default-group',
      value: 'NAME',
      help: 'What a new key is bound to that names no group.',
    }),
    ORGANIZATION_FIELD,
  ],
  fixed: ['organization'],
  filters: [ORGANIZATION_FIELD],
};

/** `turnpike project …`. */
export const commands: Readonly<Record<string, Command>> = {
  ...resourceCommands(PROJECTS),
  'rotate-webhook-secret': actionCommand(PROJECTS, 'Replaces the secret that its webhooks are signed with.', {
    method: 'POST',
    below: '/rotate-webhook-secret',
  }),
};
