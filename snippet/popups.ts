// Popups: asks what this visitor is to see, shows one for each page view at most, and says what became of it. What was closed or clicked here is
// remembered here, so that it does not come again when the word did not get through.

import { elapsed, forget, later } from './clock.ts'
import { jsonIn, post } from './outbox.ts'
import { isVisible } from './pages.ts'
import { person, proof, savePerson } from './person.ts'
import { showPopup } from './popup-view.ts'

/** Not asked again sooner. */
const pauseMs = 3_000
const mostRemembered = 30

export interface Popups {
  /** Something happened of which a popup may have come. */
  ask(): void
  /** A new page: the next popup may be shown. */
  turn(): void
  /** Nobody may be shown anything any more. */
  clear(): void
}

interface Options {
  readonly endpoint: string
  readonly key: string
}

export function createPopups({ endpoint, key }: Options): Popups {
  let wasShown = false
  let askedAt = -pauseMs
  let timer: number | undefined

  const send = async (path: string): Promise<Response | undefined> => {
    const who = proof()
    return who && post(`${endpoint}/v1/popups${path}`, JSON.stringify({ writeKey: key, ...who }))
  }
  const tell = (id: string, what: string): Promise<Response | undefined> => send(`/${id}/${what}`)

  async function ask(): Promise<void> {
    forget(timer)
    timer = undefined
    if (wasShown || !proof()) return
    if (!isVisible()) return document.addEventListener('visibilitychange', ask, { once: true })
    const waitMs = askedAt + pauseMs - elapsed()
    if (waitMs > 0) {
      timer = later(waitMs, ask)
      return
    }
    askedAt = elapsed()
    const asked = JSON.stringify(proof())
    const { popups = [] } = await jsonIn(await send(''))
    // Somebody else may be here by now, or nobody who may be asked about.
    if (wasShown || asked !== JSON.stringify(proof())) return
    const ended = person()?.p ?? {}
    for (const popup of popups) {
      const ending = ended[popup.id]
      if (ending) tell(popup.id, ending)
      else if (!wasShown) {
        wasShown = showPopup(popup, (what) => end(popup.id, what))
        if (wasShown) tell(popup.id, 'shown')
      }
    }
  }

  function end(id: string, what: 'clicked' | 'closed' | 'hidden'): void {
    if (what === 'hidden') return
    const record = person()
    if (!record) return
    const remembered = Object.entries({ ...record.p, [id]: what }).slice(-mostRemembered)
    savePerson({ ...record, p: Object.fromEntries(remembered) })
    tell(id, what)
  }

  return {
    ask,
    turn() {
      if (!document.querySelector('oncue-popup')) wasShown = false
    },
    clear() {
      document.querySelector('oncue-popup')?.remove()
      wasShown = false
    },
  }
}
