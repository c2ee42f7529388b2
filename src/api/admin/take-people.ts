// Takes in people that a table tells of: each becomes commands, in the order of the table. What is known is set, lists are joined, and what was said
// is written down with how it came about. A suppression, an erasure and the person's own later no stand: the engine does not let an import take
// them back. Said again under the same id, nothing changes.

import { personalChannels } from '../../model/channel-names.ts'
import { type Evidence, everyTopic } from '../../model/consent.ts'
import type { Workspace } from '../../model/definitions.ts'
import type { ImportedPerson } from '../../model/imported-person.ts'
import type { Command } from '../../model/input.ts'
import { sentence } from '../../model/sentence.ts'
import type { CommandIdentity, Inbox } from '../../runtime/inbox.ts'
import { anonymousIdentity, userIdentity } from '../../runtime/people/identity.ts'
import type { Store } from '../../runtime/store.ts'
import { addressOwner } from '../consent/address-owner.ts'
import { keptAddress } from '../consent/evidence.ts'
import { toArrival } from '../tracking/to-arrival.ts'

/** What people are taken in with. */
export interface PeopleParts {
  readonly inbox: Pick<Inbox, 'command'>
  readonly store: Pick<Store, 'resolve' | 'reachedAt'>
  readonly workspace: () => Workspace
  /** Makes the identity of whoever is known by an address alone, and hashes network addresses where that is wanted. */
  readonly secret: string
}

export interface HowTaken {
  /** Tells this import from others; its rows are recognized by it when they come again. */
  readonly id: string
  /** Where the yeses and noes come from, in words. */
  readonly source: string | undefined
  /** Whether what changes may let people into journeys. */
  readonly mayTrigger: boolean
  /** UTC milliseconds. */
  readonly now: number
}

export interface TakenPeople {
  /** People who were not known before, as far as rows of the same batch do not speak of the same person. */
  readonly fresh: number
  readonly known: number
  readonly refused: readonly { readonly index: number; readonly reason: string }[]
}

/** What a batch would come to: whom nobody knows yet, and of those, people with an id of their own whose address somebody has who is known: they become a second person with it. */
export interface ForeseenPeople extends Pick<TakenPeople, 'fresh' | 'refused'> {
  /** By their place in the batch, with whose address it is. */
  readonly sharing: readonly { readonly index: number; readonly subscriber: number }[]
}

/** What a person becomes: who it is, and what is done; or why nothing is. */
export type PlannedPerson = { readonly identity: CommandIdentity; readonly commands: readonly Command[] } | { readonly problem: string }

/** Takes in a batch, and answers when all of it is durable. Rejects with `overloaded` when there is no room: then the same batch may come again. */
export async function takePeople(people: readonly ImportedPerson[], how: HowTaken, parts: PeopleParts): Promise<TakenPeople> {
  const refused: { readonly index: number; readonly reason: string }[] = []
  const planned = people.flatMap((person, index) => {
    const plan = planPerson(person, how, parts)
    if (!('problem' in plan)) return [plan]
    refused.push({ index, reason: plan.problem })
    return []
  })
  const areKnown = await knownAmong(
    planned.map(({ identity }) => identity),
    parts.store,
  )
  const known = areKnown.filter((one) => one).length
  const source = 'import'
  await Promise.all(planned.flatMap(({ identity, commands }) => commands.map((command) => parts.inbox.command(identity, command, source))))
  return { fresh: planned.length - known, known, refused }
}

/** What a batch would come to. Takes nothing in. */
export async function foreseePeople(people: readonly ImportedPerson[], how: HowTaken, parts: Omit<PeopleParts, 'inbox'>): Promise<ForeseenPeople> {
  const plans = people.map((person) => planPerson(person, how, parts))
  const refused = plans.flatMap((plan, index) => ('problem' in plan ? [{ index, reason: plan.problem }] : []))
  const planned = plans.flatMap((plan, index) => ('problem' in plan ? [] : [{ index, identity: plan.identity }]))
  const areKnown = await knownAmong(
    planned.map(({ identity }) => identity),
    parts.store,
  )
  const fresh = planned.filter((_, place) => areKnown[place] === false)
  const owners = await Promise.all(fresh.map(({ index }) => ownerOfAddress(people[index] as ImportedPerson, parts.store)))
  const sharing = fresh.flatMap(({ index }, place) => {
    const subscriber = owners[place]
    return subscriber === undefined ? [] : [{ index, subscriber }]
  })
  return { fresh: fresh.length, refused, sharing }
}

/** Pure: the same person gives the same commands. */
export function planPerson(person: ImportedPerson, how: HowTaken, { workspace, secret }: Pick<PeopleParts, 'workspace' | 'secret'>): PlannedPerson {
  const { userId, anonymousId, attributes, lists, topics, suppressed, line = 0 } = person
  const email = typeof attributes['email'] === 'string' ? attributes['email'] : undefined
  const owner = email === undefined ? undefined : addressOwner(email, secret)
  const who = userId === undefined ? { anonymousId: anonymousId ?? owner } : { userId }
  if (who.userId === undefined && who.anonymousId === undefined) return { problem: sentence('row-says-nobody') }
  if (suppressed !== undefined && email === undefined) return { problem: sentence('row-address-missing') }
  const trial = toArrival({ type: 'identify', ...who, traits: attributes }, { receivedAt: how.now, trust: 'server', makeMessageId: () => 'trial' })
  if (!trial.ok) return { problem: trial.reason }
  const known = workspace()
  const unknown = topics.find(({ topic }) => !isTopic(topic, known))
  if (unknown !== undefined) return { problem: sentence('row-no-topic', { topic: unknown.topic }) }
  if (topics.length > 0 && how.source === undefined) return { problem: sentence('row-no-source') }
  if ((person.evidence.at ?? 0) > how.now + 60_000) return { problem: sentence('row-future') }
  const silent = how.mayTrigger ? {} : ({ silent: true } as const)
  const messageId = (of: string): string => `import:${how.id}:${line}:${of}`
  const evidence = evidenceOf(person, email, { secret, keeping: known.policy?.evidence ?? 'shortened' })
  return {
    identity: { ...(who as CommandIdentity), ...(userId === undefined && anonymousId === undefined && email !== undefined ? { address: email } : {}) },
    commands: [
      { do: 'set attributes', set: attributes, messageId: messageId('attributes'), ...silent },
      ...(suppressed === undefined || email === undefined ? [] : [{ do: 'suppress', reason: `import: ${suppressed}`, address: email } satisfies Command]),
      ...lists.map((list): Command => ({ do: 'join list', list, messageId: messageId(`list ${list}`), ...silent })),
      ...topics.map(({ topic, channel, given }): Command => {
        const said = { topic, ...(channel === undefined || channel === 'email' ? {} : { channel }), reason: `import: ${how.source}`, evidence }
        return { do: given ? 'subscribe' : 'unsubscribe', ...said, messageId: messageId(`${channel ?? 'email'} ${topic}`), ...silent }
      }),
    ],
  }
}

async function knownAmong(identities: readonly CommandIdentity[], store: PeopleParts['store']): Promise<boolean[]> {
  const keys = identities.map(({ userId, anonymousId }) => (userId === undefined ? anonymousIdentity(anonymousId ?? '') : userIdentity(userId)))
  const numbers = await store.resolve(keys)
  return Promise.all(
    identities.map(
      async ({ address }, index) => numbers[index] !== undefined || (address !== undefined && (await store.reachedAt(address.toLowerCase(), 1)).length > 0),
    ),
  )
}

/** Who has the address of somebody who comes with an id; also an id may be an address. */
async function ownerOfAddress({ userId, anonymousId, attributes }: ImportedPerson, store: PeopleParts['store']): Promise<number | undefined> {
  const id = userId ?? anonymousId
  if (id === undefined) return undefined
  const address = typeof attributes['email'] === 'string' ? attributes['email'] : id
  if (!address.includes('@')) return undefined
  const [owner] = await store.reachedAt(address.trim().toLowerCase(), 1)
  return owner?.subscriber
}

function isTopic(topic: string, { topics }: Workspace): boolean {
  return topics === undefined || [everyTopic, ...personalChannels, ...topics.map((one) => one.topic)].includes(topic)
}

function evidenceOf(
  { evidence, topics }: ImportedPerson,
  address: string | undefined,
  { secret, keeping }: { readonly secret: string; readonly keeping: Parameters<typeof keptAddress>[1] },
): Evidence {
  if (topics.length === 0) return {}
  const { ip: from, ...parts } = evidence
  const ip = from === undefined ? undefined : keptAddress(from, keeping, secret)
  return { ...(JSON.parse(JSON.stringify(parts)) as Evidence), ...(ip === undefined ? {} : { ip }), ...(address === undefined ? {} : { address }) }
}
