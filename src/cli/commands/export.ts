import type { Command } from '../command.ts';
import { createManagementClient } from '../management-client.ts';

/** `turnpike export`. */
export const command: Command = {
  summary: 'Prints the configuration of a running gateway as a file, without secrets.',
  arguments: [],
  options: {},
  async run({ output }) {
    const answer = await createManagementClient().call('GET', '/api/v1/export');
    output.line(output.json ? JSON.stringify({ config: answer }, null, 2) : String(answer).trimEnd());
  },
};
