import { createHash } from 'node:crypto';
import { Marked, type Tokens } from 'marked';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --accent: light-dark(#0b5d52, #6fd0c0); }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.6 system-ui, sans-serif; }
a { color: var(--accent); }
nav { border-bottom: 1px solid var(--line); padding-bottom: .75rem; display: flex; gap: 1rem; }
h1 { line-height: 1.2; }
h2, h3 { margin-top: 2rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .4rem; }
pre code { overflow-wrap: normal; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; min-width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; }
`;

/** Nothing runs on these pages, and nothing is loaded: the one style stands in them and is named by its hash. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }: Tokens.Heading) {
      return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link({ href, title, tokens }: Tokens.Link) {
      const label = this.parser.parseInline(tokens);
      const hover = title == null ? '' : ` title="${escapeHtml(title)}"`;
      return `<a href="${escapeHtml(withoutExtension(href))}"${hover}>${label}</a>`;
    },
  },
  hooks: {
    // A wide table scrolls by itself, so that a page never does on a phone.
    postprocess: (html) =>
      html.replaceAll('<table>', '<div class="wide"><table>').replaceAll('</table>', '</table></div>'),
  },
});

/** A page of the documentation as HTML, with links to other pages made to fit their addresses. */
export function renderMarkdown(title: string, markdown: string): string {
  return renderPage(title, marked.parse(markdown, { async: false }));
}

/** A page around a body that is HTML already. */
export function renderPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Turnpike</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Documentation"><a href="/docs">Documentation</a><a href="/docs/api">Management API</a></nav>
<main>
${body}
</main>
</body>
</html>
`;
}

/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The anchor that Markdown readers give a heading, so that links to sections hold everywhere. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** `keys.md#status` is served at `keys#status`; other hosts keep their names. */
function withoutExtension(href: string): string {
  return /^[a-z]+:/i.test(href) ? href : href.replace(/\.md(?=#|$)/, '');
}
