import { type Command, textOption } from '../command.ts';
import { createManagementClient } from '../management-client.ts';
import { printObject, printTable, valueAt } from '../output.ts';

const PATH = '/api/v1/requests';
const DEFAULT_LIMIT = '50';

/** `turnpike request …`. */
export const commands: Readonly<Record<string, Command>> = {
  list: {
    summary: 'Lists the latest requests.',
    arguments: [],
    options: {
      limit: { type: 'string', value: 'NUMBER', help: `How many, ${DEFAULT_LIMIT} without it, 100 at most.` },
      key: { type: 'string', value: 'ID', help: 'Of one API key alone.' },
    },
    async run(input) {
      const key = textOption(input, 'key');
      const limit = textOption(input, 'limit') ?? DEFAULT_LIMIT;
      const search = new URLSearchParams({ limit, ...(key === undefined ? {} : { key_id: key }) });
      const answer = await createManagementClient().call('GET', `${PATH}?${search}`);
      const columns = [
        { title: 'ID', path: 'id' },
        { title: 'TIME', path: 'created_at' },
        { title: 'MODEL', path: 'model' },
        { title: 'STATUS', path: 'status' },
        { title: 'STATE', path: 'state' },
        { title: 'ROUTE', path: 'route' },
        { title: 'CHARGE', path: 'charge.amount' },
      ];
      const data = valueAt(answer, 'data');
      printTable(input.output, columns, Array.isArray(data) ? data : []);
    },
  },
  show: {
    summary: 'Shows a request with its attempts and its charge.',
    arguments: ['ID'],
    options: {},
    async run(input) {
      const path = `${PATH}/${encodeURIComponent(input.arguments[0] ?? '')}`;
      printObject(input.output, await createManagementClient().call('GET', path));
    },
  },
};
