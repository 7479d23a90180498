import { parseArgs } from 'node:util';
import { CASE_NAMES, type CaseName } from './cases.ts';
import { TARGET_NAMES, type TargetName } from './plan.ts';

/** What the command line asks for. */
export type BenchOptions = {
  quick: boolean;
  strict: boolean;
  help: boolean;
  only: readonly CaseName[];
  targets: readonly TargetName[];
  jsonFile: string | undefined;
};

export const HELP = `npm run bench -- [options]

  --quick            fewer and shorter rounds, 10 s of rest instead of 5 minutes; under two minutes in all
  --only CASE,…      only these cases: ${CASE_NAMES.join(', ')}
  --targets A,…      only these targets: ${TARGET_NAMES.join(', ')}
  --json FILE        also write every single measure to FILE
  --strict           exit with 1 when a bar is not reached
  --help             this text`;

/** Reads the command line. Throws with a sentence for a human when it makes no sense. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      targets: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
    },
  });
  const targets = chosen('target', values.targets, TARGET_NAMES);
  return {
    quick: values.quick,
    strict: values.strict,
    help: values.help,
    only: chosen('case', values.only, CASE_NAMES),
    targets: targets.length === 0 ? TARGET_NAMES : targets,
    jsonFile: values.json,
  };
}

/** The known names among comma-separated lists. Throws and lists them when one is not known. */
function chosen<Name extends string>(what: string, lists: readonly string[], known: readonly Name[]): Name[] {
  return lists
    .flatMap((list) => list.split(','))
    .map((text) => {
      const name = known.find((candidate) => candidate === text.trim());
      if (name === undefined)
        throw new Error(`There is no ${what} "${text}"; there are ${known.join(', ')}.`);
      return name;
    });
}
