import { isTest, problemAt, type Rule } from './problem.ts';
import { stringValue } from './syntax.ts';

/** The one folder that knows a package, so that it can be replaced there. */
const HOMES: readonly { readonly packages: RegExp; readonly home: RegExp; readonly folder: string }[] = [
  { packages: /^(better-auth|@better-auth\/|better-call)/, home: /^src\/sign-in\//, folder: 'src/sign-in' },
  { packages: /^nodemailer/, home: /^src\/mail\//, folder: 'src/mail' },
  { packages: /^ws$/, home: /^src\/gateway\//, folder: 'src/gateway' },
  { packages: /^aws4fetch$/, home: /^src\/(upstream|media)\//, folder: 'src/upstream and src/media' },
  { packages: /^standardwebhooks$/, home: /^src\/webhooks\//, folder: 'src/webhooks' },
  { packages: /^file-type$/, home: /^src\/media\//, folder: 'src/media' },
  { packages: /^@opentelemetry\//, home: /^src\/telemetry\//, folder: 'src/telemetry' },
  { packages: /^marked$/, home: /^src\/console-api\/documents\//, folder: 'src/console-api/documents' },
];

/** A package with a home is imported there alone. What biome.json lists is checked by the linter. */
export const packageRule: Rule = (file) => {
  if (!file.path.startsWith('src/') || isTest(file.path)) {
    return [];
  }
  return file.nodes.flatMap((node) => {
    const source = /^(Import|Export(Named|All))/.test(node.type) ? stringValue(node.source) : null;
    const home = HOMES.find(({ packages }) => source !== null && packages.test(source));
    return home === undefined || home.home.test(file.path)
      ? []
      : [problemAt(file, node, `only ${home.folder} knows ${source}`)];
  });
};
