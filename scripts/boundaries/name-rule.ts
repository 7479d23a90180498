import { isTest, problemAt, type Rule } from './problem.ts';
import { stringValue } from './syntax.ts';

/** Where names of providers and dialects are at home. */
const AT_HOME = /^src\/(dialects|providers|canonical)\/|^src\/reconcile\/(demo|first-channels)|\/fixtures\//;

/** What everything here may call itself, although it is the name of a provider too. */
const OWN_NAME = 'turnpike';

/**
 * A provider's or dialect's name as a literal means that adding one needs a change in a second place,
 * so such names stand only where they are defined.
 */
export function createNameRule(names: ReadonlySet<string>): Rule {
  return (file) => {
    if (!file.path.startsWith('src/') || AT_HOME.test(file.path) || isTest(file.path)) {
      return [];
    }
    return file.nodes.flatMap((node) => {
      const value = stringValue(node);
      return value !== null && value !== OWN_NAME && names.has(value)
        ? [problemAt(file, node, `'${value}' names a provider or dialect; take it from its registry`)]
        : [];
    });
  };
}
