import type { Context } from 'hono';
import { Refusal } from '../../core/refusal.ts';
import type { ManagementApp, ManagementEnv } from '../context.ts';
import { renderApiReference } from './api-reference.ts';
import { type DocumentPage, type DocumentPages, findPages } from './find-pages.ts';
import { escapeHtml, PAGE_POLICY, renderMarkdown, renderPage } from './render-page.ts';

/** The page a newcomer should read before any other stands first in lists. */
const FIRST_PAGE = 'endpoints';

/**
 * Adds `/docs`, the documentation that is shipped with this version as pages for people, each as Markdown too
 * where `.md` is added; `/docs/api`, every route of the management API; and `/llms.txt` for programs that read
 * (llmstxt.org).
 */
export function addDocumentRoutes(app: ManagementApp, readOpenApi: () => object): void {
  let reading: Promise<DocumentPages> | null = null;
  // The files come with the version, so they are read once, and only when somebody asks.
  const pages = (): Promise<DocumentPages> => {
    reading ??= findPages();
    return reading;
  };
  app.get('/docs', async (context) => html(context, renderIndex('Documentation', inOrder(await pages()))));
  app.get('/docs/api', (context) => html(context, renderApiReference(readOpenApi())));
  app.get('/docs/:name{.+}', async (context) => {
    const name = context.req.param('name');
    const found = await pages();
    const raw = name.endsWith('.md') ? found.get(name.slice(0, -'.md'.length)) : undefined;
    if (raw !== undefined) {
      return text(context, raw.markdown, 'text/markdown; charset=utf-8');
    }
    const page = found.get(name);
    if (page !== undefined) {
      return html(context, renderMarkdown(page.title, page.markdown));
    }
    const inFolder = [...found.values()].filter((other) => other.name.startsWith(`${name}/`));
    if (inFolder.length === 0) {
      throw new Refusal('not_found');
    }
    return html(context, renderIndex(name, inFolder));
  });
  app.get('/llms.txt', async (context) =>
    text(context, renderLlmsText(await pages()), 'text/plain; charset=utf-8'),
  );
}

function renderIndex(heading: string, pages: readonly DocumentPage[]): string {
  const items = pages.map(
    ({ name, title }) => `<li><a href="/docs/${escapeHtml(name)}">${escapeHtml(title)}</a></li>`,
  );
  return renderPage(heading, `<h1>${escapeHtml(heading)}</h1>\n<ul>\n${items.join('\n')}\n</ul>`);
}

function renderLlmsText(pages: DocumentPages): string {
  const items = inOrder(pages).map(({ name, title }) => `- [${title}](/docs/${name}.md)`);
  return `# Turnpike

> An LLM gateway. Send an API key of this gateway as \`Authorization: Bearer\` to the paths of the OpenAI, Anthropic or
> Gemini API under this address, and the models that \`GET /v1/models\` lists answer, whatever client asks.

## Documentation

${items.join('\n')}

## Optional

- [The management API as an OpenAPI document](/openapi.json)
`;
}

function inOrder(pages: DocumentPages): DocumentPage[] {
  return [...pages.values()].sort(
    (one, other) => Number(other.name === FIRST_PAGE) - Number(one.name === FIRST_PAGE),
  );
}

function html(context: Context<ManagementEnv>, page: string): Response {
  context.header('content-security-policy', PAGE_POLICY);
  return text(context, page, 'text/html; charset=utf-8');
}

function text(context: Context<ManagementEnv>, body: string, contentType: string): Response {
  context.header('content-type', contentType);
  context.header('x-content-type-options', 'nosniff');
  return context.body(body);
}
