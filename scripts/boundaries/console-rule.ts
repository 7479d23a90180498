import { posix } from 'node:path';
import { problemAt, type Rule } from './problem.ts';
import { stringValue } from './syntax.ts';

const CONTRACT = 'src/console-api/contract/';

/**
 * The console runs in browsers: of the server it knows the types of the contract, and nothing of it at run time,
 * which would drag the server's libraries into the bundle.
 */
export const consoleRule: Rule = (file) => {
  if (!file.path.startsWith('console/src/')) {
    return [];
  }
  return file.nodes.flatMap((node) => {
    const source = /^(Import|Export(Named|All))/.test(node.type) ? stringValue(node.source) : null;
    const target = source?.startsWith('.') ? posix.join(posix.dirname(file.path), source) : null;
    if (target === null || target.startsWith('console/')) {
      return [];
    }
    if (!target.startsWith(CONTRACT)) {
      return [problemAt(file, node, `console imports ${CONTRACT} alone`)];
    }
    const isType = node.importKind === 'type' || node.exportKind === 'type';
    return isType ? [] : [problemAt(file, node, 'console imports types alone from the contract')];
  });
};
