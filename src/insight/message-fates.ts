// How many messages of a scope went where: got, in doubt, on their way, held back, not sent. Made from the running counts, so that whoever stops something
// that a million people got sees it at once; only what is on its way this moment is looked up, and that is little.

import type { Effect } from '../model/effect.ts'
import { isInScope, type StopScope } from '../model/stop.ts'
import { outcomes } from '../runtime/publishing/published.ts'
import type { Count, Store } from '../runtime/store.ts'

export interface MessageFates {
  readonly sent: number
  /** Nobody knows whether it was transmitted. */
  readonly unknown: number
  /** Being handed over at this moment. */
  readonly onItsWay: number
  /** Waits, or is held back. */
  readonly held: number
  /** Was refused, or failed. */
  readonly notSent: number
}

/** More are never handed over at a time. */
const mostOnTheirWay = 2000

/** Undefined of a domain, by which nothing is counted since the beginning. */
export async function messageFates(scope: StopScope, store: Pick<Store, 'counts' | 'messages'>): Promise<MessageFates | undefined> {
  const counts = await countsOf(scope, store)
  if (counts === undefined) return undefined
  const sum = (isMeant: (measure: string) => boolean): number => counts.reduce((total, { measure, count }) => (isMeant(measure) ? total + count : total), 0)
  const of = (wanted: string): number => sum((measure) => measure === wanted)
  const handed = await store.messages({ status: 'handing over', limit: mostOnTheirWay })
  const onItsWay = handed.filter(({ journey, template, effect }) => {
    const { journeyVersion: version } = JSON.parse(effect) as Effect
    return isInScope(scope, { journey, template, version, domain: undefined, purpose: 'transactional' })
  }).length
  const underWay = of('queued') - sum((measure) => outcomes.has(measure))
  return { sent: of('sent'), unknown: of('unknown'), onItsWay, held: Math.max(0, underWay - onItsWay), notSent: of('failed') + of('refused') }
}

async function countsOf(scope: StopScope, store: Pick<Store, 'counts'>): Promise<readonly Count[] | undefined> {
  if ('domain' in scope) return undefined
  // Those of templates repeat those of journeys.
  if ('all' in scope) return (await store.counts()).filter(({ journey }) => journey !== '')
  if ('template' in scope) return (await store.counts('')).filter(({ step }) => step === scope.template)
  return (await store.counts(scope.journey)).filter(({ version }) => scope.version === undefined || version === scope.version)
}
