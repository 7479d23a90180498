import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One page of the documentation. */
export interface DocumentPage {
  /** Its address under `/docs/`: `keys`, `clients/curl`. */
  readonly name: string;
  /** Its first heading. */
  readonly title: string;
  readonly markdown: string;
}

/** Pages are found by name among the files that exist, so no name leads out of their folder. */
export type DocumentPages = ReadonlyMap<string, DocumentPage>;

/** Reads every page that is shipped with this version, by name, in the order of their names. */
export async function findPages(folder: URL = docsFolder()): Promise<DocumentPages> {
  const files = await readdir(folder, { recursive: true });
  const names = files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .sort();
  const pages = await Promise.all(names.map((name) => readPage(folder, name)));
  return new Map(pages.map((page) => [page.name, page]));
}

async function readPage(folder: URL, name: string): Promise<DocumentPage> {
  const markdown = await readFile(new URL(`${name}.md`, folder), 'utf8');
  return { name, title: /^# (.+)$/m.exec(markdown)?.[1] ?? name, markdown };
}

/** Beside `src` in a checkout, beside `dist` once published. */
function docsFolder(): URL {
  const checkout = new URL('../../../docs/', import.meta.url);
  return existsSync(fileURLToPath(checkout)) ? checkout : new URL('../../../../docs/', import.meta.url);
}
