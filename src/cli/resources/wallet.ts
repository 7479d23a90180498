import type { Command, CommandInput, Options } from '../command.ts';
import { textOption } from '../command.ts';
import { createManagementClient } from '../management-client.ts';
import { printObject, printTable } from '../output.ts';

const PATH = '/api/v1/wallet';

const ORGANIZATION: Options = {
  organization: { type: 'string', value: 'ID', help: 'Whose wallet; without it the Default organization.' },
};

const REASON: Options = {
  reason: { type: 'string', value: 'TEXT', help: 'Why; the ledger keeps it. Required.' },
};

const NOTE: Options = { note: { type: 'string', value: 'TEXT', help: 'What the ledger says of it.' } };

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
  credit: change('Adds credit.', 'credit', 'USD', NOTE, (input) => ({ amount: input.arguments[0] })),
  adjust: change(
    'Corrects the balance; less than zero takes, and never more than remains.',
    'adjust',
    'USD',
    REASON,
    (input) => ({ amount: input.arguments[0] }),
  ),
  refund: change(
    'Gives back what a request was charged, or a part of it.',
    'refund',
    'REQUEST-ID',
    { ...REASON, amount: { type: 'string', value: 'USD', help: 'Without it all that was charged.' } },
    (input) => ({ request_id: input.arguments[0] }),
  ),
  redeem: change('Turns a code into credit.', 'redeem', 'CODE', {}, (input) => ({
    code: input.arguments[0],
  })),
  ledger: {
    summary: 'Lists movements, newest first.',
    arguments: [],
    options: {
      ...ORGANIZATION,
      kind: { type: 'string', value: 'A,B', help: 'Kinds of movements: credit, charge, refund, …' },
    },
    async run(input) {
      const columns = [
        { title: 'TIME', path: 'created_at' },
        { title: 'KIND', path: 'kind' },
        { title: 'AMOUNT', path: 'amount' },
        { title: 'REQUEST', path: 'request_id' },
        { title: 'NOTE', path: 'note' },
      ];
      const query = { ...organizationOf(input), ...given(input, ['kind']) };
      printTable(input.output, columns, await createManagementClient().list(`${PATH}/ledger`, query));
    },
  },
  statement: {
    summary: 'Shows what a month came to.',
    arguments: ['YYYY-MM'],
    options: ORGANIZATION,
    async run(input) {
      const path = `${PATH}/statements/${encodeURIComponent(input.arguments[0] ?? '')}`;
      const search = new URLSearchParams(organizationOf(input));
      printObject(input.output, await createManagementClient().call('GET', `${path}?${search}`));
    },
  },
};

/** A command that changes a wallet: one argument, and options that are fields of the body. */
function change(
  summary: string,
  below: string,
  argument: string,
  options: Options,
  bodyOf: (input: CommandInput) => Record<string, unknown>,
): Command {
  return {
    summary,
    arguments: [argument],
    options: { ...ORGANIZATION, ...options },
    async run(input) {
      const body = { ...bodyOf(input), ...organizationOf(input), ...given(input, Object.keys(options)) };
      printObject(input.output, await createManagementClient().call('POST', `${PATH}/${below}`, body));
    },
  };
}

function organizationOf(input: CommandInput): Record<string, string> {
  const id = textOption(input, 'organization');
  return id === undefined ? {} : { organization_id: id };
}

function given(input: CommandInput, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = textOption(input, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
