// Enter in a field of a window gives its main answer, as it does in a form, so that nobody has to look for the button with the mouse.

import type { KeyboardEvent } from 'react'

/** Fields of one line; Enter in them has no other meaning. */
const oneLine = 'input:not([type=checkbox], [type=radio], [type=file], [type=button], [type=submit])'

/** Presses the last button of the window's actions, unless it cannot be pressed, the field has a form of its own, or Enter meant something in it. */
export function answerByEnter(event: KeyboardEvent<HTMLElement>): void {
  const { currentTarget: window, target, key } = event
  if (key !== 'Enter' || event.defaultPrevented || event.nativeEvent.isComposing) return
  // What another window over this one hears comes along here.
  if (!(target instanceof HTMLInputElement) || !window.contains(target) || !target.matches(oneLine) || target.form !== null) return
  event.preventDefault()
  Array.from(window.querySelectorAll<HTMLButtonElement>('[data-part=actions] button')).at(-1)?.click()
}
