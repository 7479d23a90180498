import type { Command, CommandTree } from './command.ts';

/** A first word of the command line; its code is loaded only when it is used. */
interface Entry {
  readonly summary: string;
  load(): Promise<CommandTree>;
}

function group(summary: string, load: () => Promise<{ commands: Readonly<Record<string, Command>> }>): Entry {
  return { summary, load };
}

function single(summary: string, load: () => Promise<{ command: Command }>): Entry {
  return { summary, load: async () => (await load()).command };
}

/** Every first word, in the order of the help. */
export const REGISTRY: ReadonlyMap<string, Entry> = new Map([
  ['start', single('run the gateway', () => import('./commands/start.ts'))],
  ['migrate', single('bring the database up to date', () => import('./commands/migrate.ts'))],
  ['rotate-master-key', single('replace the master key', () => import('./commands/rotate-master-key.ts'))],
  ['doctor', single('look for what is wrong', () => import('./commands/doctor.ts'))],
  ['key', group('API keys', () => import('./resources/key.ts'))],
  ['channel', group('upstreams', () => import('./resources/channel.ts'))],
  ['group', group('pools of channels', () => import('./resources/group.ts'))],
  ['project', group('projects', () => import('./resources/project.ts'))],
  ['organization', group('organizations', () => import('./resources/organization.ts'))],
  ['member', group('members of an organization', () => import('./resources/member.ts'))],
  ['invitation', group('invitations into an organization', () => import('./resources/invitation.ts'))],
  [
    'management-key',
    group('what programs manage the gateway with', () => import('./resources/management-key.ts')),
  ],
  [
    'provider-key',
    group('credentials that organizations bring along', () => import('./resources/provider-key.ts')),
  ],
  ['model', group('prices of models', () => import('./resources/model.ts'))],
  ['wallet', group('credit, its ledger and statements', () => import('./resources/wallet.ts'))],
  ['code', group('codes that turn into credit', () => import('./resources/code.ts'))],
  ['request', group('the request log', () => import('./resources/request.ts'))],
  ['apply', single('apply a configuration file', () => import('./commands/apply.ts'))],
  ['export', single('print the configuration as a file', () => import('./commands/export.ts'))],
]);
