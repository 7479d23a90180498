import { escapeHtml, renderPage } from './render-page.ts';

/** What the reference reads of an OpenAPI document. */
interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, object | undefined>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const UNTAGGED = 'others';

/** A page with every route of an OpenAPI document, by its first tag. */
export function renderApiReference(document: OpenApiDocument): string {
  const rows = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation: unknown = Reflect.get(methods ?? {}, method);
      if (typeof operation === 'object' && operation !== null) {
        const tag = tagOf(operation);
        rows.set(tag, [...(rows.get(tag) ?? []), rowOf(method, path, operation)]);
      }
    }
  }
  const sections = [...rows].map(
    ([tag, ofTag]) => `<h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>
<div class="wide"><table>
<thead><tr><th>Route</th><th>Does</th></tr></thead>
<tbody>
${ofTag.join('\n')}
</tbody>
</table></div>`,
  );
  return renderPage(
    'Management API',
    `<h1>Management API</h1>
<p>Every route of <code>/api/v1</code>. Bodies, parameters and answers stand in <a href="/openapi.json">the OpenAPI document</a>,
which is made from the schemas that requests are judged by.</p>
${sections.join('\n')}`,
  );
}

function rowOf(method: string, path: string, operation: object): string {
  const summary = 'summary' in operation ? String(operation.summary) : '';
  return `<tr><td><code>${method.toUpperCase()} ${escapeHtml(path)}</code></td><td>${escapeHtml(summary)}</td></tr>`;
}

function tagOf(operation: object): string {
  const tags = 'tags' in operation && Array.isArray(operation.tags) ? operation.tags : [];
  return String(tags[0] ?? UNTAGGED);
}
