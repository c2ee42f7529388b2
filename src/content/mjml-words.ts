// The words of MJML that a page may be made of: which elements there are, what stands in them, and where Liquid may stand between them.

/** Elements whose content is a page's own HTML, text or CSS, and never looked into. */
export const contentElements: ReadonlySet<string> = new Set([
  ...['mj-text', 'mj-button', 'mj-table', 'mj-raw', 'mj-style', 'mj-title', 'mj-preview'],
  ...['mj-navbar-link', 'mj-social-element', 'mj-accordion-title', 'mj-accordion-text'],
])

/** Elements between whose children Liquid tags may stand: around sections, columns and what is in columns. */
export const blockElements: ReadonlySet<string> = new Set(['mj-body', 'mj-wrapper', 'mj-section', 'mj-group', 'mj-column', 'mj-hero'])

const inColumn = [
  ...['mj-text', 'mj-button', 'mj-image', 'mj-table', 'mj-divider', 'mj-spacer', 'mj-raw', 'mj-social', 'mj-navbar', 'mj-accordion', 'mj-carousel'],
] as const

/** What may stand in what. Elements without an entry hold no other elements. */
export const childElements: Readonly<Record<string, readonly string[]>> = {
  mjml: ['mj-head', 'mj-body'],
  'mj-head': ['mj-attributes', 'mj-breakpoint', 'mj-font', 'mj-html-attributes', 'mj-preview', 'mj-raw', 'mj-style', 'mj-title'],
  'mj-attributes': ['mj-all', 'mj-class', 'mj-body', 'mj-wrapper', 'mj-section', 'mj-group', 'mj-column', 'mj-hero', ...inColumn],
  'mj-body': ['mj-wrapper', 'mj-section', 'mj-hero', 'mj-raw'],
  'mj-wrapper': ['mj-section', 'mj-hero', 'mj-raw'],
  'mj-section': ['mj-column', 'mj-group', 'mj-raw'],
  'mj-group': ['mj-column', 'mj-raw'],
  'mj-column': inColumn,
  'mj-hero': inColumn,
  'mj-social': ['mj-social-element', 'mj-raw'],
  'mj-navbar': ['mj-navbar-link', 'mj-raw'],
  'mj-accordion': ['mj-accordion-element', 'mj-raw'],
  'mj-accordion-element': ['mj-accordion-title', 'mj-accordion-text', 'mj-raw'],
  'mj-carousel': ['mj-carousel-image', 'mj-raw'],
}

/** All elements. */
export const mjmlElements: ReadonlySet<string> = new Set(['mjml', ...Object.values(childElements).flat()])
