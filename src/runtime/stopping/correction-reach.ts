// Whom a mail that corrects would reach, and whom not and why: the engine itself is asked, on copies of everybody whom it is for. Reads only, a page at a
// time, and lets other work in between.

import { transition } from '../../engine/transition.ts'
import { correctionJourney } from '../../model/correction.ts'
import type { CorrectionReach } from '../../model/correction-order.ts'
import type { Command } from '../../model/input.ts'
import { theEngine } from '../engine.ts'
import { missingOf, readPublished } from '../publishing/published.ts'
import type { SubscriberNumber } from '../store.ts'
import { broughtUp, type ReadsPeople } from './brought-up.ts'
import { readPauses } from './pauses.ts'
import { readStops } from './stop-switches.ts'

const page = 200

/** What would become of the mail at an instant (UTC milliseconds); undefined where nothing was published. */
export async function correctionReach(
  store: ReadsPeople,
  people: readonly SubscriberNumber[],
  { command, now }: { readonly command: Extract<Command, { do: 'correct' }>; readonly now: number },
): Promise<CorrectionReach | undefined> {
  const [source, pauses, { stops }] = await Promise.all([readPublished(store), readPauses(store), readStops(store)])
  if (source === undefined) return undefined
  const program = theEngine.compile({ ...source, stops, pauses })
  const missing = source.publication === undefined ? undefined : missingOf(program, source.publication)
  const reach = { atOnce: 0, later: 0, held: 0, refused: {} as Record<string, number> }
  for (let from = 0; from < people.length; from += page) {
    for (const state of await broughtUp(store, people.slice(from, from + page), { program, missing, at: now })) {
      const at = Math.max(now, state.now)
      const queued = transition(program, state, { kind: 'command', at, command, source: 'admin', position: 0 })
      const mail = queued.effects.find(({ journey }) => journey === correctionJourney)
      const answer = mail && transition(program, queued.state, { kind: 'authorize', at, effect: mail.key }).authorization
      if (answer?.kind === 'transmit') reach.atOnce += 1
      else if (answer?.kind === 'deferred') reach.later += 1
      else if (answer?.kind === 'held') reach.held += 1
      else if (answer !== undefined) reach.refused[answer.reason] = (reach.refused[answer.reason] ?? 0) + 1
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return reach
}
