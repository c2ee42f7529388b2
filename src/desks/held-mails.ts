// Mails that wait because nobody knows yet whether receivers take mail of their domain: once its check turns good they are asked about again at once, whoever made
// the check, this server or a command beside it. A file in the folder of the checks says that there are some, so that a restart asks, also under other settings.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { requireChecked } from '../deliverability/checked-domains.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Runtime } from '../runtime/runtime.ts'

export interface HeldMailsOptions {
  /** Where the results of checks stand. */
  readonly folder: string
  readonly clock: Clock
}

export interface HeldMails {
  /** What keeps mails of a domain back, in words; undefined when nothing does. */
  readonly whyNot: (domain: string) => string | undefined
  /** Before a mail is held. */
  readonly onHold: () => void
  /** When it is durable that a mail of a domain is held. */
  readonly onHeld: (domain: string) => void
  /** Begins: what an earlier process held is asked about again. */
  readonly start: (runtime: Pick<Runtime, 'askHeldAgain'>) => Promise<void>
  /** A check was made. */
  readonly look: () => void
  readonly close: () => void
}

/** How often the checks of domains that hold mails are looked at; a command writes their files and tells nobody. */
const lookMs = 5000

/** Watches the checks while there is something to let go on. */
export function openHeldMails({ folder, clock }: HeldMailsOptions): HeldMails {
  const mark = join(folder, 'mails-are-held')
  const domains = new Set<string>()
  let isMarked = false
  let runtime: Pick<Runtime, 'askHeldAgain'> | undefined
  let cancel: (() => void) | undefined

  const watch = (): void => {
    cancel?.()
    cancel = domains.size === 0 || runtime === undefined ? undefined : clock.at(clock.now() + lookMs, look)
  }
  const look = (): void => {
    // Asked anew each time: what was believed a moment ago is what has changed.
    const whyNotNow = requireChecked(folder, () => clock.now())
    const good = [...domains].filter((domain) => whyNotNow(domain) === undefined)
    for (const domain of good) domains.delete(domain)
    // What cannot be committed now is asked at the next look.
    if (good.length > 0)
      runtime?.askHeldAgain().catch(() => {
        for (const domain of good) domains.add(domain)
        watch()
      })
    watch()
  }

  return {
    whyNot: requireChecked(folder, () => clock.now()),
    onHold() {
      if (isMarked) return
      mkdirSync(dirname(mark), { recursive: true, mode: 0o700 })
      writeFileSync(mark, '', { mode: 0o600 })
      isMarked = true
    },
    onHeld(domain) {
      const isNew = !domains.has(domain)
      domains.add(domain)
      if (isNew) watch()
    },
    async start(started) {
      runtime = started
      const isOlder = !isMarked && existsSync(mark)
      // Durable before the mark goes; what is held once more sets it again.
      if (isOlder || isMarked) await started.askHeldAgain()
      if (isOlder && !isMarked) rmSync(mark, { force: true })
      watch()
    },
    look,
    close: () => cancel?.(),
  }
}
