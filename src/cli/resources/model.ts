import { type Command, UsageError } from '../command.ts';
import { createManagementClient } from '../management-client.ts';
import { printObject, printTable } from '../output.ts';
import { bodyOf, jsonField, optionsOf, textField } from './field.ts';

const PATH = '/api/v1/models';

const PRICES = [
  'input',
  'output',
  'cache-read',
  'cache-write-5m',
  'cache-write-1h',
  'reasoning',
  'audio-input',
  'audio-output',
  'image-input',
  'image-output',
].map((option) =>
  textField({ option, value: 'USD', help: `For a million tokens: ${option.replaceAll('-', ' ')}.` }),
);

/** Prices by size are for `--price`. */
const PIECES = ['request', 'image', 'second', 'song', 'character'].map((option) =>
  textField({ option, value: 'USD', help: `For every ${option}.` }),
);

const SET_FIELDS = [...PRICES, ...PIECES];

const WHOLE_PRICE = jsonField({ option: 'price', help: 'The whole price object, with tiers and the rest.' });

/** `turnpike model …`: the prices an operator sets, which win over the catalogue. */
export const commands: Readonly<Record<string, Command>> = {
  list: {
    summary: 'Lists every model with a price of its own.',
    arguments: [],
    options: {},
    async run({ output }) {
      const columns = [
        { title: 'NAME', path: 'name' },
        { title: 'PRICE', path: 'price' },
      ];
      printTable(output, columns, await createManagementClient().list(PATH));
    },
  },
  set: {
    summary: 'Sets the price of a model, replacing the one it has.',
    arguments: ['NAME'],
    options: {
      ...optionsOf([...SET_FIELDS, WHOLE_PRICE], true),
      free: { type: 'boolean', help: 'It costs nothing, on purpose.' },
    },
    async run(input) {
      const whole = bodyOf([WHOLE_PRICE], input).price;
      const single = { ...bodyOf(SET_FIELDS, input), ...(input.options.free === true ? { free: true } : {}) };
      if ((whole === undefined) === (Object.keys(single).length === 0)) {
        throw new UsageError('give either --price or single prices such as --input and --output');
      }
      const body = { price: whole ?? single };
      printObject(input.output, await createManagementClient().call('PUT', pathOf(input.arguments[0]), body));
    },
  },
  delete: {
    summary: 'Removes the price of a model; the catalogue counts again.',
    arguments: ['NAME'],
    options: {},
    async run(input) {
      printObject(input.output, await createManagementClient().call('DELETE', pathOf(input.arguments[0])));
    },
  },
};

function pathOf(name = ''): string {
  return `${PATH}/${encodeURIComponent(name)}`;
}
