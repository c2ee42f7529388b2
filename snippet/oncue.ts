// Starts the script on a page and joins its parts. Everything goes through one gate: without the visitor's consent nothing is kept and nothing is
// sent, and what happened before a yes is not told afterwards.

import { followAttributes } from './attributes.ts'
import { createOutbox, warn } from './outbox.ts'
import { createPages, place } from './pages.ts'
import { consentState, giveConsent, person, personNow, recognize, settleConsent, startAnew, takeConsent } from './person.ts'
import { createPopups } from './popups.ts'
import type { Call, IdentifyOptions, LoadOptions, Oncue, Properties } from './site-api.ts'
import { followSubscribeForms, subscribe } from './subscribe.ts'

export type * from './site-api.ts'

/** Set when the script is built. */
declare const scriptVersion: string

const version = scriptVersion
/** Each has a method of its own: `productAdded`. The cart is made of these. */
const commerceEvents = ['Product Viewed', 'Product Added', 'Product Removed', 'Cart Cleared', 'Checkout Started', 'Order Completed']

/** Starts Oncue on this page. A second call answers with what the first one started. */
export function load(options: LoadOptions): Oncue {
  const there = window.oncue as (Oncue & readonly Call[]) | undefined
  if (there?.version) return there
  const { key, consent: mode = 'ask', pages: pagesMode, popups: popupsMode, query = [] } = options
  const door = { key, endpoint: options.endpoint.replace(/\/$/, '') }
  const popups = popupsMode === 'off' ? undefined : createPopups(door)
  const outbox = createOutbox({ ...door, onSent: () => popups?.ask() })
  /** Said before a yes, and still true after it. */
  let introduced: Parameters<typeof introduce> | undefined
  let lastPage: Properties | undefined

  const put = (type: string, message: Properties, context: Properties = {}): boolean => {
    const record = personNow()
    if (!record) return false
    outbox.put({ type, anonymousId: record.a, userId: record.u, ...message, context: { sessionId: record.s, ...context } })
    return true
  }
  const track = (event: string, properties: Properties = {}): boolean => put('track', { event, properties }, { page: place(query) })
  settleConsent(mode)
  const pages = createPages({
    onView: followAttributes(track),
    isByHand: pagesMode === 'by-hand',
    query,
    track,
    flush: outbox.flush,
    tell: (properties, campaign) => {
      popups?.turn()
      lastPage = properties
      return put('page', { properties }, { campaign })
    },
  })
  const introduce = (userId: string | undefined, traits: Properties, how?: IdentifyOptions): void => {
    if (!person()) introduced = [userId, traits, how]
    else if (recognize(userId, JSON.stringify(traits), how)) put('identify', { traits })
    else popups?.ask()
  }
  const begin = (): void => {
    if (introduced) introduce(...introduced)
    introduced = undefined
    // The page on which somebody says yes is the first one that is told.
    if (lastPage) pages.view(lastPage)
  }
  const api = {
    version,
    track: (event, properties) => void track(event, properties),
    page: (properties) => pages.view(properties),
    identify: (who: string | Properties, traits: Properties = {}, how?: IdentifyOptions) =>
      typeof who === 'object' ? introduce(undefined, who) : introduce(String(who), traits, how),
    reset() {
      introduced = undefined
      popups?.clear()
      if (person()) startAnew()
    },
    consent(isGiven) {
      if (isGiven === true && giveConsent()) begin()
      if (isGiven === false) {
        popups?.clear()
        takeConsent(mode)
      }
      return consentState()
    },
    subscribe: (subscription) => subscribe(door, new URLSearchParams(subscription as never)),
    flush: outbox.flush,
    visitor() {
      const record = person()
      return record && { anonymousId: record.a, sessionId: record.s, userId: record.u }
    },
    push(...calls) {
      for (const [method, ...given] of calls as readonly Call[]) {
        const call = api[method] as ((...given: readonly unknown[]) => unknown) | undefined
        if (call) call(...given)
        else warn(`no call ${method}`)
      }
    },
  } as Oncue
  for (const event of commerceEvents) {
    const method = event.replace(/^./, (first) => first.toLowerCase()).replace(' ', '') as 'cartCleared'
    api[method] = (properties?: Properties) => void track(event, properties)
  }
  window.oncue = api
  followSubscribeForms(door)
  // An element with this id would be found under the same name.
  if (Array.isArray(there)) api.push(...there)
  return api
}
