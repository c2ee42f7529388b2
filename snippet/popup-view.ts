// Draws one popup, as text in a shadow root: nothing of it is ever read as HTML, no style is written on an element, and the page's styles do not
// reach it. In the middle it is a modal dialog; at an edge it is a dialog beside the page, which takes no focus from somebody who types.

import { popupStyles } from './popup-styles.ts'

export interface Popup {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly image?: string
  readonly button?: { readonly text: string; readonly url: string }
  readonly placement: string
  /** Whether it may be left without its button. */
  readonly close: boolean
}

/** What became of it: `hidden` says nothing to anybody. */
export type Ending = 'clicked' | 'closed' | 'hidden'

const closeWords: Readonly<Record<string, string>> = { de: 'Schließen', ru: 'Закрыть' }
const placements = ['center', 'top', 'bottom', 'bottom-right', 'bottom-left']

/** Shows it. False where the browser is too old for a style that a strict policy lets through. */
export function showPopup({ title, text, image, button, placement, close }: Popup, onEnd: (ending: Ending) => void): boolean {
  let sheet: CSSStyleSheet
  try {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(popupStyles)
  } catch {
    return false
  }
  const isModal = placement === 'center'
  const link = button && safeUrl(button.url, 'a path too')
  const picture = image && safeUrl(image)
  // What could not be left any other way has a button to close it.
  const isClosable = close || !link
  const host = document.createElement('oncue-popup')
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]

  const words = element('div', { class: 'b' }, element('h2', { id: 't' }, title))
  if (text) words.append(element('p', { id: 'p' }, text))
  const card = element(isModal ? 'dialog' : 'div', {
    class: `c ${placements.includes(placement) ? placement : 'bottom-right'}${picture ? ' i' : ''}`,
    'aria-labelledby': 't',
    ...(text && { 'aria-describedby': 'p' }),
    ...(isModal ? {} : { role: 'dialog', tabindex: '-1' }),
  })
  if (picture) card.append(element('img', { src: picture, alt: '' }))
  card.append(words)
  let before: HTMLElement | null = null
  const end = (ending: Ending): void => {
    if (!host.isConnected) return
    const hadFocus = document.activeElement === host
    removeEventListener('keydown', onKey)
    host.remove()
    if (hadFocus) before?.focus()
    onEnd(ending)
  }
  if (link && button) {
    const follow = element('a', { href: link }, button.text)
    follow.addEventListener('click', () => end('clicked'))
    words.append(follow)
  }
  if (isClosable) {
    const cross = element('button', { type: 'button', 'aria-label': closeWords[document.documentElement.lang.slice(0, 2)] ?? 'Close' }, '×')
    cross.addEventListener('click', () => end('closed'))
    card.append(cross)
  }
  // A dialog that has no close button is put away until the next page, so that nobody is caught in it.
  const leave = (): void => end(isClosable ? 'closed' : 'hidden')
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented && [host, document.body].includes(document.activeElement as HTMLElement)) leave()
  }
  card.addEventListener('focusin', ({ relatedTarget }) => {
    before ??= relatedTarget as HTMLElement | null
  })
  if (isModal) {
    card.addEventListener('close', leave)
    card.addEventListener('click', (event) => isClosable && event.target === card && leave())
  } else addEventListener('keydown', onKey)
  // Screen readers say what comes into such a place.
  const place = element('div', isModal ? {} : { 'aria-live': 'polite' })
  root.append(place)
  document.body.append(host)
  place.append(card)
  if (isModal) (card as HTMLDialogElement).showModal()
  return true
}

function element(name: string, attributes: Readonly<Record<string, string>>, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name)
  for (const attribute in attributes) made.setAttribute(attribute, attributes[attribute] as string)
  made.append(...children)
  return made
}

/** An https address, or a path of the site; undefined for whatever else a browser might run. */
function safeUrl(url: string, paths?: 'a path too'): string | undefined {
  return /^https:\/\//i.test(url) || (paths && /^\/(?![/\\])/.test(url)) ? url : undefined
}
