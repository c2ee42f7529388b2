// The frame of every page of this server: one look, light and dark, and a policy under which nothing runs but the page's own
// style and script. They are allowed by their hash, so that no text that slipped into a page could ever run.

import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { type Html, html } from './html.ts'

export interface PageKind {
  readonly style: string
  readonly script?: string
  /** Where pictures may come from, beside the page itself. */
  readonly images?: string
  /** Further directives, such as "frame-src 'self'". */
  readonly allows?: readonly string[]
  /** Whether a page of this server, such as the console, may show it in a frame; nobody else ever may. */
  readonly isFramed?: true
}

export interface PageContent {
  readonly title: string
  readonly body: Html
  readonly status?: number
  /** Of what it says; en by default. */
  readonly language?: string
  /** Which way that runs; from left to right by default. */
  readonly direction?: 'ltr' | 'rtl'
}

/** Sends a page of one kind. */
export type SendPage = (reply: FastifyReply, content: PageContent) => FastifyReply

/** Prepares a kind of page: its style and script are constants, hashed once. */
export function definePage(kind: PageKind): SendPage {
  const style = `${baseStyle}${kind.style}`
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...(kind.script === undefined ? [] : [`script-src '${hashOf(kind.script)}'`]),
    `img-src data:${kind.images === undefined ? '' : ` ${kind.images}`}`,
    "form-action 'self'",
    `frame-ancestors ${kind.isFramed === true ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    ...(kind.allows ?? []),
  ].join('; ')
  return (reply, content) =>
    reply
      .code(content.status ?? 200)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .send(writePage(kind, content))
}

const rightToLeft: Html = { markup: ' dir="rtl"' }

/** The document of a page of one kind. */
export function writePage({ style, script }: PageKind, { title, body, language = 'en', direction = 'ltr' }: PageContent): string {
  return html`<!doctype html>
<html lang="${language}"${direction === 'rtl' && rightToLeft}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<link rel="icon" href="${icon}">
${{ markup: `<style>${baseStyle}${style}</style>` }}
</head>
<body>
${body}
${script !== undefined && { markup: `<script>${script}</script>` }}
</body>
</html>
`.markup
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3a45d0"/><circle cx="16" cy="16" r="7" fill="none" stroke="#fff" stroke-width="3"/><circle cx="16" cy="16" r="2" fill="#fff"/></svg>',
)}`

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

const baseStyle = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f8; --card: #ffffff; --ink: #17191f; --soft: #5a6170; --line: #e3e5ea; --accent: #3a45d0; --on-accent: #ffffff;
  --tint: #eef0fd; --good: #0c6b4a; --good-tint: #e3f4ec; --shadow: 0 1px 2px rgb(20 22 30 / 5%), 0 8px 24px rgb(20 22 30 / 5%);
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, "Cascadia Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #101216; --card: #181b21; --ink: #e9ebf0; --soft: #a0a8b6; --line: #2b2f38; --accent: #9ea8ff; --on-accent: #14172f;
    --tint: #22263f; --good: #6fd3a8; --good-tint: #16302a; --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Inter, "Helvetica Neue", Arial, sans-serif;
  -webkit-font-smoothing: antialiased; text-rendering: optimizeLegibility;
}
h1, h2, p, ol, ul, dl, dd, pre { margin: 0; }
a { color: var(--accent); text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
`
