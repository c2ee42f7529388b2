// Where the focus goes when a window opens: to what one came to fill in; and when it closes: to what it was opened from.
// The button that closes the window is the first of it on the page, and a space typed there would take the window away together with what is typed.

const fields = 'input:not([type=hidden]), select, textarea, [role=combobox], [contenteditable=true]'
const anything = 'a[href], button, [tabindex="0"]'

/** The first field; else the first answer, which is the harmless one; else the first thing to follow; else the window itself. */
export function focusFirst(window: HTMLElement): void {
  const place = first(window, 'body', fields) ?? first(window, 'actions', anything) ?? first(window, 'body', anything) ?? window
  place.focus({ preventScroll: true })
}

function first(window: HTMLElement, part: string, selector: string): HTMLElement | undefined {
  const found = [...window.querySelectorAll<HTMLElement>(`[data-part=${part}] :is(${selector})`)].filter(
    (one) => one.checkVisibility() && one.tabIndex >= 0 && !one.matches(':disabled'),
  )
  // Of choices that exclude each other the chosen one is where the arrow keys begin.
  return found[0]?.matches('[type=radio]') === true ? (found.find((one) => one.matches(':checked')) ?? found[0]) : found[0]
}

/** What a window is being opened from: of an entry of a menu, which is gone when the window closes, the button of the menu. */
export function openerOf(active: Element | null): Element | null {
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  return button == null ? active : document.getElementById(button)
}

/** To what a window was opened from, or to the page where that is gone; to neither when something of the page has the focus by now. */
export function giveFocusBack(from: Element | null): void {
  if (!isNowhere()) return
  if (from instanceof HTMLElement) from.focus({ preventScroll: true })
  if (isNowhere()) document.getElementById('page')?.focus({ preventScroll: true })
}

function isNowhere(): boolean {
  return document.activeElement === document.body
}
