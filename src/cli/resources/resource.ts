import { type Command, CommandError, type CommandInput, UsageError } from '../command.ts';
import { createManagementClient, type ManagementClient } from '../management-client.ts';
import { type Column, printObject, printTable, valueAt } from '../output.ts';
import { bodyOf, type Field, optionsOf } from './field.ts';

/** What stays listed when it is over, so that its name may be that of another. */
const ENDED = new Set(['deleted', 'revoked', 'accepted']);

/** What the management API offers under one path, as the command line shows it. */
export interface Resource {
  /** What one is called in sentences: `API key`. */
  readonly noun: string;
  readonly path: string;
  /** The prefix of its ids; anything else is taken for a name. */
  readonly idPrefix: string;
  /** The member that people name one by; `name` where nothing is said. */
  readonly namedBy?: string;
  /** Commands that the others have and this one has not. */
  readonly without?: readonly ('create' | 'update' | 'delete')[];
  readonly columns: readonly Column[];
  /** Fields of create. */
  readonly fields: readonly Field[];
  /** Options of create that update does not take. */
  readonly fixed?: readonly string[];
  /** Fields of update alone. */
  readonly updateFields?: readonly Field[];
  /** What its list can be narrowed and ordered by: parameters of the query. */
  readonly filters?: readonly Field[];
}

/** `list`, `show`, `create`, `update` and `delete` of a resource, as far as it has them. */
export function resourceCommands(resource: Resource): Record<string, Command> {
  const without: readonly string[] = resource.without ?? [];
  return Object.fromEntries(
    Object.entries(everyCommand(resource)).filter(([name]) => !without.includes(name)),
  );
}

function everyCommand(resource: Resource): Record<string, Command> {
  const { noun, fixed = [], updateFields = [], filters = [] } = resource;
  const changeable = [...resource.fields.filter(({ option }) => !fixed.includes(option)), ...updateFields];
  return {
    list: command(`Lists every ${noun}.`, [], optionsOf(filters, false), async (input) => {
      const query = bodyOf(filters, input) as Record<string, string>;
      printTable(input.output, resource.columns, await createManagementClient().list(resource.path, query));
    }),
    show: command(`Shows one ${noun}.`, ['ID-OR-NAME'], {}, async (input) => {
      const client = createManagementClient();
      printObject(input.output, await client.call('GET', await pathOf(client, resource, input)));
    }),
    create: command(`Creates ${withArticle(noun)}.`, [], optionsOf(resource.fields, false), async (input) => {
      const body = bodyOf(resource.fields, input);
      printObject(input.output, await createManagementClient().call('POST', resource.path, body));
    }),
    update: command(
      `Changes the given fields of ${withArticle(noun)}.`,
      ['ID-OR-NAME'],
      optionsOf(changeable, true),
      async (input) => {
        const body = bodyOf(changeable, input);
        if (Object.keys(body).length === 0) {
          throw new UsageError('name at least one field to change');
        }
        const client = createManagementClient();
        printObject(input.output, await client.call('PATCH', await pathOf(client, resource, input), body));
      },
    ),
    delete: command(`Deletes ${withArticle(noun)} for good.`, ['ID-OR-NAME'], {}, async (input) => {
      const client = createManagementClient();
      printObject(input.output, await client.call('DELETE', await pathOf(client, resource, input)));
    }),
  };
}

/** A command that does one thing to one resource: a method, a path below it, a body. */
export function actionCommand(
  resource: Resource,
  summary: string,
  action: { method: string; below: string; body?: unknown; fields?: readonly Field[] },
): Command {
  const { fields = [] } = action;
  return command(summary, ['ID-OR-NAME'], optionsOf(fields, false), async (input) => {
    const client = createManagementClient();
    const path = `${await pathOf(client, resource, input)}${action.below}`;
    const body = fields.length === 0 ? action.body : bodyOf(fields, input);
    printObject(input.output, await client.call(action.method, path, body));
  });
}

/**
 * The path of the resource the first argument names, by its id or its name.
 * @throws {CommandError} when no resource or more than one has the name.
 */
async function pathOf(client: ManagementClient, resource: Resource, input: CommandInput): Promise<string> {
  const { noun, path, idPrefix, namedBy = 'name' } = resource;
  const wanted = input.arguments[0] ?? '';
  if (wanted.startsWith(idPrefix)) {
    return `${path}/${encodeURIComponent(wanted)}`;
  }
  const found = (await client.list(path)).filter(
    (entry) => valueAt(entry, namedBy) === wanted && !ENDED.has(String(valueAt(entry, 'status'))),
  );
  if (found.length > 1) {
    throw new CommandError(`${found.length} of them are called "${wanted}"; name the ${noun} by its id`);
  }
  if (found.length === 0) {
    throw new CommandError(`there is no ${noun} called "${wanted}"`);
  }
  return `${path}/${encodeURIComponent(String(valueAt(found[0], 'id')))}`;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

function command(
  summary: string,
  args: readonly string[],
  options: Command['options'],
  run: Command['run'],
): Command {
  return { summary, arguments: args, options, run };
}
