// Events without a line of script: attributes of the page's elements say what a click, a change, a form or a view means. What people type is sent
// only from fields that were named, and never from those for passwords and cards.

import type { Properties } from './site-api.ts'

const longestValue = 500

type Track = (event: string, properties: Properties) => void

/** Follows the whole document, so that elements which come later count too. Returns what tells the views that a page names. */
export function followAttributes(track: Track): () => void {
  const begun = new WeakSet<Element>()
  const listen = (name: string, react: (element: Element, event: Event) => void): void =>
    addEventListener(
      name,
      (event) => {
        const [target] = event.composedPath()
        if (target instanceof Element) react(target, event)
      },
      true,
    )

  const pressed = (target: Element, event: Event): void => {
    const element = target.closest('[data-oncue-event]')
    if (element && !element.matches(speaksItself) && (event as MouseEvent).button < 2) tell(element, 'event')
  }
  const tell = (element: Element, kind: 'event' | 'view', more?: Properties): void => {
    const name = element.getAttribute(`data-oncue-${kind}`)
    if (name) track(name, { ...propertiesOf(element), ...more })
  }

  listen('click', pressed)
  listen('auxclick', pressed)
  listen('change', (target) => {
    if (target.matches(speaksItself)) tell(target, 'event', target.hasAttribute('data-oncue-field') ? fieldOf(target) : {})
  })
  listen('input', (target) => {
    const form = target.closest('[data-oncue-form]')
    if (!form || begun.has(form)) return
    begun.add(form)
    track('Form Started', { form: form.getAttribute('data-oncue-form'), ...propertiesOf(form) })
  })
  listen('submit', (form) => {
    const fields = Object.assign({}, ...Array.from(form.querySelectorAll('[data-oncue-field]'), fieldOf))
    tell(form, 'event', fields)
    const name = form.getAttribute('data-oncue-form')
    if (name) track('Form Submitted', { form: name, ...propertiesOf(form), ...fields })
  })
  return () => {
    for (const element of document.querySelectorAll('[data-oncue-view]')) tell(element, 'view')
  }
}

/** Forms and fields speak by submitting and changing, not by being clicked. */
const speaksItself = 'form,select,textarea,input:not([type=button],[type=submit],[type=image],[type=reset])'
/** Never sent: secrets, files, and the boxes of a group that were not chosen. */
const unsaid = '[type=password],[type=file],[type=radio]:not(:checked),[autocomplete*=cc-],[autocomplete*=password],[autocomplete*=one-time]'

/** `data-oncue-prop-NAME` is a text, `data-oncue-num-NAME` a number; those of the elements around it count too, the nearest wins. */
function propertiesOf(element: Element): Properties {
  const found: Record<string, string | number> = {}
  for (let at: Element | null = element; at; at = at.parentElement) {
    for (const { name, value } of at.attributes) {
      const [, kind, property] = /^data-oncue-(prop|num)-(.+)/.exec(name) ?? []
      if (property === undefined || property in found) continue
      if (kind === 'prop') found[property] = value
      else if (value.trim() !== '' && Number.isFinite(+value)) found[property] = +value
    }
  }
  return found
}

function fieldOf(element: Element): Properties {
  const field = element as HTMLInputElement
  const name = field.getAttribute('data-oncue-field') || field.name
  if (!name || field.matches(unsaid)) return {}
  if (field.type === 'checkbox') return { [name]: field.checked }
  if (/^(number|range)$/.test(field.type) && field.value !== '') return { [name]: +field.value }
  return { [name]: field.value.slice(0, longestValue) }
}
