// A page as a reader sees it who likes it dark, or light, whatever the browser says that shows it: rules of style sheets that ask which are made to hold
// or not to hold. Nothing else of the page is another.

/** The same page, with that question answered. */
export function inScheme(html: string, scheme: 'light' | 'dark'): string {
  const asked = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi
  // A width is never negative: this holds always, and its opposite never, also where it is one of several questions.
  return html.replaceAll(asked, (_, which: string) => (which.toLowerCase() === scheme ? '(min-width: 0px)' : '(max-width: 0px)'))
}
