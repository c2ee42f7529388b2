// Which page is seen and for how long: page views, also of sites that change the page themselves, and the time in which the page could be seen.
// `Page Left` says the time whenever the page goes out of sight, because on a phone nothing may follow; `Time on Page` while it is still there.

import { elapsed, forget, later } from './clock.ts'
import type { Properties } from './site-api.ts'

/** Seconds of visible time that are told while the page is still seen. */
const milestones = [30, 60, 120, 180, 300, 600, 1800]
/** A site that changes the page sets its title a moment later. */
const settleMs = 50

export interface Pages {
  /** A page is seen from now on. */
  view(properties?: Properties): void
}

interface PagesOptions {
  readonly isByHand: boolean
  readonly query: readonly string[]
  readonly track: (event: string, properties: Properties) => boolean
  readonly tell: (properties: Properties, campaign: Properties | undefined) => boolean
  readonly flush: () => void
  /** The page view was told. */
  readonly onView: () => void
}

export function createPages({ isByHand, query, track, tell, flush, onView }: PagesOptions): Pages {
  let seen: Properties | undefined
  let referrer = withoutQuery(document.referrer)
  let address = addressNow()
  let sinceMs: number | undefined
  let visibleMs = 0
  let toldSeconds = 0
  let timer: number | undefined
  let settling: number | undefined

  function view(properties?: Properties): void {
    leave()
    const here = { ...place(query), ...properties }
    // Without consent nobody was told, and no time is taken.
    if (!tell({ ...here, ...(referrer && { referrer }) }, campaign())) return
    seen = here
    visibleMs = toldSeconds = 0
    sinceMs = undefined
    if (isVisible()) resume()
    onView()
  }

  function resume(): void {
    if (!seen || sinceMs !== undefined) return
    sinceMs = elapsed()
    awaitMilestone()
  }

  function awaitMilestone(): void {
    const next = milestones.find((seconds) => seconds * 1000 > total())
    if (!next) return
    timer = later(next * 1000 - total(), () => {
      if (sinceMs === undefined) return
      if (total() >= next * 1000) track('Time on Page', { ...seen, seconds: next })
      awaitMilestone()
    })
  }

  function total(): number {
    return visibleMs + (sinceMs === undefined ? 0 : elapsed() - sinceMs)
  }

  /** The page is out of sight; it may come back. */
  function pause(): void {
    visibleMs = total()
    sinceMs = undefined
    forget(timer)
    const seconds = Math.floor(visibleMs / 1000)
    if (seen && seconds > toldSeconds && track('Page Left', { ...seen, seconds, new_seconds: seconds - toldSeconds })) toldSeconds = seconds
  }

  function leave(): void {
    if (!seen) return
    pause()
    referrer = String(seen['url'])
    seen = undefined
  }

  function moved(): void {
    if (address === addressNow()) return
    address = addressNow()
    leave()
    forget(settling)
    settling = later(settleMs, () => view())
  }

  document.addEventListener('visibilitychange', () => {
    if (isVisible()) return resume()
    pause()
    flush()
  })
  addEventListener('pagehide', () => {
    leave()
    flush()
  })
  // Back to a page that the browser had put aside: it is seen once more.
  addEventListener('pageshow', (event) => event.persisted && !isByHand && view())
  if (!isByHand) {
    for (const method of ['pushState', 'replaceState'] as const) {
      const original = history[method]
      history[method] = function (...args) {
        original.apply(this, args)
        moved()
      }
    }
    addEventListener('popstate', moved)
    const first = (): void => view()
    // A browser that renders ahead has not shown the page to anybody; before all of it is there, not all of its elements and not its title are.
    if ((document as { readonly prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', first, { once: true })
    else if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', first)
    else first()
  }
  return { view }
}

/** Where somebody is. Parameters of an address may hold anything, so only those that were named stay. */
export function place(query: readonly string[]): Properties {
  const kept = new URLSearchParams(location.search)
  for (const name of [...kept.keys()]) if (!query.includes(name)) kept.delete(name)
  const path = location.pathname + route()
  return { url: location.origin + location.pathname + (String(kept) && `?${kept}`) + route(), path, title: document.title }
}

/** Sites that keep their way behind # mean it as a path. */
function route(): string {
  return /^#!?\/[^?]*/.exec(location.hash)?.[0] ?? ''
}

/** Whether anybody could see the page. */
export function isVisible(): boolean {
  return document.visibilityState === 'visible'
}

function addressNow(): string {
  return location.pathname + location.search + route()
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*/s, '')
}

function campaign(): Properties | undefined {
  const said = new URLSearchParams(location.search)
  const found = ['source', 'medium', 'campaign', 'term', 'content'].flatMap((name) => {
    const value = said.get(`utm_${name}`)
    return value ? [[name === 'campaign' ? 'name' : name, value]] : []
  })
  return found[0] && Object.fromEntries(found)
}
