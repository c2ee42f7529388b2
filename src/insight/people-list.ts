// People as the rows of a list: who they are, how they are reached, and where they are now.

import type { Program } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import { addressesOf } from '../runtime/people/addresses-of.ts'
import type { MailState } from '../runtime/people-reader.ts'
import type { Store, SubscriberNumber } from '../runtime/store.ts'
import { nameOf } from './name-of.ts'
import { idsOf, segmentsOf } from './subscriber-profile.ts'

export interface PersonRow {
  readonly subscriber: SubscriberNumber
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly name: string | null
  readonly email: string | null
  readonly mail: MailState
  readonly firstSeenAt: number
  /** The newest line about them. */
  readonly lastAt: number | null
  readonly lists: readonly string[]
  readonly segments: readonly string[]
  /** Journeys that they are inside of, with the step. */
  readonly journeys: readonly { readonly journey: string; readonly step: string; readonly wakesAt: number | null }[]
}

/** What a state is unpacked with. */
export interface RowSources {
  readonly store: Pick<Store, 'load' | 'identitiesOf' | 'entriesAt'>
  readonly program: Program | undefined
  readonly unpack: (packed: Uint8Array) => SubscriberState
}

/** In the order of the numbers; whoever is gone meanwhile is left out. */
export async function personRows({ store, program, unpack }: RowSources, numbers: readonly SubscriberNumber[]): Promise<readonly PersonRow[]> {
  const stored = (await store.load(numbers)).filter((one) => one !== undefined)
  const [identities, newest] = await Promise.all([
    Promise.all(stored.map(({ number }) => store.identitiesOf(number))),
    store.entriesAt(stored.map(({ head }) => head)),
  ])
  return stored.map(({ number, state: packed }, index) => {
    const state = unpack(packed)
    const email = addressesOf(state).email ?? null
    const ids = identities[index] ?? []
    return {
      subscriber: number,
      userId: idsOf(ids, 'u:')[0] ?? null,
      anonymousId: idsOf(ids, 'a:')[0] ?? null,
      name: nameOf(state),
      email,
      mail: mailStateOf(state, email),
      firstSeenAt: state.firstSeenAt,
      lastAt: newest[index]?.receivedAt ?? null,
      lists: Object.keys(state.lists),
      segments: segmentsOf(program, state),
      journeys: state.enrollments.flatMap(({ journey, step, status, wakeAt }) =>
        status === 'active' ? [{ journey, step, wakesAt: Number.isFinite(wakeAt) ? wakeAt : null }] : [],
      ),
    }
  })
}

function mailStateOf({ suppressed }: SubscriberState, email: string | null): MailState {
  if (email === null) return 'no address'
  return suppressed.some(({ address }) => address === email) ? 'not written to' : 'can be mailed'
}
