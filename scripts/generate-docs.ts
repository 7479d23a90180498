import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { configurationPage } from './pages/configuration-page.ts';
import { errorsPage } from './pages/errors-page.ts';
import { rolesPage } from './pages/roles-page.ts';

/** Writes the generated pages; with `--check` it only says which of them are not up to date. */
const PAGES = new Map([
  ['docs/configuration.md', configurationPage()],
  ['docs/errors.md', errorsPage()],
  ['docs/roles.md', rolesPage()],
]);

const isCheck = process.argv.includes('--check');
const stale = [...PAGES].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
for (const [path, text] of stale) {
  if (!isCheck) {
    writeFileSync(path, text);
  }
  console.log(`${path} ${isCheck ? 'is not up to date; run: npm run docs' : 'written'}`);
}
process.exitCode = isCheck && stale.length > 0 ? 1 : 0;
