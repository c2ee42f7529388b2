// The name of the browser's tab: the page, and the product after it. In a copy of a workspace that stands first, because tabs show the beginning alone.

let mark = ''
let shown: string | undefined

/** Names the tab after the page. */
export function nameTab(title: string): void {
  shown = title
  document.title = `${mark}${title} · Oncue`
}

/** What stands before every name from now on, such as "COPY"; undefined for nothing. */
export function markTabs(word: string | undefined): void {
  mark = word === undefined ? '' : `${word} · `
  if (shown !== undefined) nameTab(shown)
}
