import type { Command } from '../command.ts';
import { createManagementClient } from '../management-client.ts';
import { printTable, valueAt } from '../output.ts';
import { integerField, nullableField, textField } from './field.ts';
import { actionCommand, type Resource, resourceCommands } from './resource.ts';

const BATCH_COLUMNS = [
  { title: 'ID', path: 'id' },
  { title: 'NAME', path: 'name' },
  { title: 'AMOUNT', path: 'amount' },
  { title: 'COUNT', path: 'count' },
  { title: 'REDEEMED', path: 'redeemed' },
  { title: 'DISABLED', path: 'disabled' },
  { title: 'EXPIRES', path: 'expires_at' },
];

const CODES: Resource = {
  noun: 'redeem code',
  path: '/api/v1/codes',
  idPrefix: 'code_',
  namedBy: 'id',
  without: ['update', 'delete'],
  columns: [
    { title: 'ID', path: 'id' },
    { title: 'BATCH', path: 'batch_id' },
    { title: 'AMOUNT', path: 'amount' },
    { title: 'ENDS IN', path: 'last4' },
    { title: 'STATUS', path: 'status' },
    { title: 'EXPIRES', path: 'expires_at' },
    { title: 'ORGANIZATION', path: 'organization_id' },
  ],
  fields: [
    textField({ option: 'name', help: 'What the batch is called.', required: true }),
    textField({ option: 'amount', value: 'USD', help: 'What each code is worth.', required: true }),
    integerField({ option: 'count', value: 'NUMBER', help: 'How many; one by default.' }),
    nullableField({
      ...{ option: 'expires-at', value: 'TIME|never', nullWord: 'never' },
      help: 'Until when they can be redeemed (RFC 3339).',
    }),
  ],
  filters: [
    textField({ option: 'batch', member: 'batch_id', value: 'ID', help: 'Only those of one batch.' }),
    textField({
      ...{ option: 'status', value: 'STATUS' },
      help: 'active, disabled, redeemed or expired.',
    }),
  ],
};

const BATCHES: Resource = {
  ...CODES,
  noun: 'batch of codes',
  path: '/api/v1/code-batches',
  idPrefix: 'bat_',
};

/** `turnpike code …`. */
export const commands: Readonly<Record<string, Command>> = {
  ...resourceCommands(CODES),
  disable: statusCommand(CODES, 'Disables a code.', 'disabled'),
  enable: statusCommand(CODES, 'Enables a code that was disabled.', 'active'),
  batches: {
    summary: 'Lists batches.',
    arguments: [],
    options: {},
    async run(input) {
      printTable(input.output, BATCH_COLUMNS, await createManagementClient().list(BATCHES.path));
    },
  },
  'disable-batch': statusCommand(BATCHES, 'Disables all codes of a batch that nobody redeemed.', 'disabled'),
  export: {
    summary: 'Prints the codes of a batch that may still be redeemed.',
    arguments: ['BATCH-ID'],
    options: {},
    async run(input) {
      const path = `${BATCHES.path}/${encodeURIComponent(input.arguments[0] ?? '')}/reveal`;
      const codes = valueAt(await createManagementClient().call('POST', path), 'codes');
      const columns = [
        { title: 'ID', path: 'id' },
        { title: 'CODE', path: 'code' },
      ];
      printTable(input.output, columns, Array.isArray(codes) ? codes : []);
    },
  },
};

function statusCommand(resource: Resource, summary: string, status: string): Command {
  return actionCommand(resource, summary, { method: 'PATCH', below: '', body: { status } });
}
