import { readFileSync } from 'node:fs';
import { environmentLookup, resolveReferences } from '../../config/index.ts';
import { type Command, CommandError } from '../command.ts';
import { createManagementClient } from '../management-client.ts';
import { printTable, valueAt } from '../output.ts';

/** `turnpike apply FILE`. */
export const command: Command = {
  summary: 'Makes a running gateway look like a configuration file, and says what changed.',
  arguments: ['FILE'],
  options: {},
  details: 'Variables that the file names as env:NAME are read here, not where the gateway runs.',
  async run({ arguments: [path = ''], output }) {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      throw new CommandError(`${path} cannot be read`, { cause });
    }
    const config = resolveReferences(text, environmentLookup());
    const answer = await createManagementClient().call('POST', '/api/v1/apply', config);
    const columns = [
      { title: 'CHANGE', path: 'change' },
      { title: 'KIND', path: 'kind' },
      { title: 'NAME', path: 'name' },
      { title: 'FIELDS', path: 'fields' },
    ];
    const data = valueAt(answer, 'data');
    printTable(output, columns, Array.isArray(data) ? data : []);
  },
};
