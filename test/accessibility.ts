// What axe says against a page in a browser, for every test that looks at one. What is found on a page that changed meanwhile is looked for again: axe would
// put the colors of before together with the words of after. What stays is a fault of the page.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** A page that changes all the time is looked at so often. A fault of the page is found each time; what is torn apart by chance is not. */
const mostLooks = 20

/** Each rule of axe that the page breaks, with the places; "serious" leaves out rules whose breach is never more than moderate. */
export async function axeFindings(page: Page, which: 'all' | 'serious'): Promise<readonly string[]> {
  // To take it in costs as much as to look over a page, so a document has it once.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  let look = await axeLook(page, which)
  for (let looks = 1; look.found.length > 0 && look.hasChanged && looks < mostLooks; looks++) look = await axeLook(page, which)
  return look.found
}

/**
 * Each rule of axe names the impact of whatever it finds, so rules whose findings would be left out are not asked; nor are frames, which axe is
 * not in and would wait for, half a second each. It needs no style sheets beside the ones in force.
 */
function axeLook(page: Page, which: 'all' | 'serious'): Promise<{ readonly found: readonly string[]; readonly hasChanged: boolean }> {
  return page.evaluate(`(async () => {
    const isMoving = () => document.getAnimations().some(({ playState }) => playState === 'running')
    let hasChanged = isMoving()
    const watch = new MutationObserver(() => { hasChanged = true })
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    const isLight = ({ impact }) => ${which === 'serious'} && (impact === 'minor' || impact === 'moderate')
    const rules = Object.fromEntries(axe._audit.rules.filter(isLight).map(({ id }) => [id, { enabled: false }]))
    const { violations } = await axe.run({ resultTypes: ['violations'], preload: false, iframes: false, rules })
    hasChanged ||= watch.takeRecords().length > 0 || isMoving()
    watch.disconnect()
    const found = violations.map(
      ({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) => html.slice(0, 200) + ' ' + any.map(({ message }) => message).join(' ')).join(' | '),
    )
    return { found, hasChanged }
  })()`)
}

/** A page has fewer places for the focus. */
const mostStops = 400

/** Goes through a page by Tab, from where the focus is, and names each place of the focus that nobody could see because something stays above it. */
export async function hiddenByTab(page: Page): Promise<readonly string[]> {
  const hidden: string[] = []
  for (let stops = 0; stops < mostStops; stops++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<FocusStop>(lookAtFocus)
    if (stop === 'end') return hidden
    if (stop !== 'seen') hidden.push(stop.hidden)
  }
  throw new Error(`Tab did not come to the end of the page ${page.url()}`)
}

type FocusStop = 'end' | 'seen' | { readonly hidden: string }

/** Runs in the page. What is scrolled to may need a few frames; a tip that is about to go covers nothing, and a frame is left by itself. */
const lookAtFocus = `(async () => {
  const it = document.activeElement
  if (it === null || it === document.body) return 'end'
  if (it.tagName === 'IFRAME') return 'seen'
  if (it.hasAttribute('data-was-focused')) return 'end'
  it.setAttribute('data-was-focused', '')
  for (let frames = 0; frames < 30; frames++) {
    const box = it.getBoundingClientRect()
    const [from, to] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]
    const within = (place, most) => Math.min(Math.max(place, 1), most - 2)
    const isSeenAt = (share) => {
      const top = document.elementFromPoint(within(box.left + box.width / 2, innerWidth), within(from + (to - from) * share, innerHeight))
      if (top === null) return false
      return it.contains(top) || top.contains(it) || top.closest('[role=tooltip]') !== null || [...(it.labels ?? [])].some((label) => label.contains(top))
    }
    // Of what is as tall as a window, a part is enough.
    const shares = box.height < 200 ? [0.5] : [0.25, 0.5, 0.75]
    if (box.bottom > 0 && box.top < innerHeight && shares.some(isSeenAt)) return 'seen'
    await new Promise(requestAnimationFrame)
  }
  return { hidden: it.outerHTML.slice(0, 200) }
})()`
