import type { Command, CommandInput, Options } from '../command.ts';
import { textOption } from '../command.ts';
import { createManagementClient } from '../management-client.ts';
import { printObject, printTable } from '../output.ts';

const PATH = '/api/v1/wallet';

const ORGANIZATION: Options = {
  organization: { type: 'string', value: 'ID', help: 'Whose wallet; without it the Default organization.' },
};

/** `turnpike wallet …`. */
export const commands: Readonly<Record<string, Command>> = {
  show: {
    summary: 'Shows what was granted, remains, is held and was spent.',
    arguments: [],
    options: ORGANIZATION,
    async run(input) {
      const search = new URLSearchParams(organizationOf(input));
      printObject(input.output, await createManagementClient().call('GET', `${PATH}?${search}`));
    },
  },
  credit: {
    summary: 'Adds credit.',
    arguments: ['USD'],
    options: {
      ...ORGANIZATION,
      note: { type: 'string', value: 'TEXT', help: 'What the ledger says of it.' },
    },
    async run(input) {
      const note = textOption(input, 'note');
      const body = {
        amount: input.arguments[0],
        ...organizationOf(input),
        ...(note === undefined ? {} : { note }),
      };
      printObject(input.output, await createManagementClient().call('POST', `${PATH}/credit`, body));
    },
  },
  ledger: {
    summary: 'Lists every movement.',
    arguments: [],
    options: ORGANIZATION,
    async run(input) {
      const columns = [
        { title: 'TIME', path: 'created_at' },
        { title: 'KIND', path: 'kind' },
        { title: 'AMOUNT', path: 'amount' },
        { title: 'REQUEST', path: 'request_id' },
        { title: 'NOTE', path: 'note' },
      ];
      printTable(
        input.output,
        columns,
        await createManagementClient().list(`${PATH}/ledger`, organizationOf(input)),
      );
    },
  },
};

function organizationOf(input: CommandInput): Record<string, string> {
  const id = textOption(input, 'organization');
  return id === undefined ? {} : { organization_id: id };
}
