// People with whom a template is worth looking at: those who were sent it, then those who lately did what lets people into a journey that sends it,
// then whoever was here last. A bounded number of rows is looked at, however many people there are.

import type { SuggestedPerson } from '../../api/admin/template-door.ts'
import type { Journey } from '../../model/journey.ts'
import { limits } from '../../model/limits.ts'
import { readPublished } from '../../runtime/publishing/published.ts'
import type { Described, Runtime } from '../../runtime/runtime.ts'
import type { LogEntry, Store, SubscriberNumber } from '../../runtime/store.ts'
import { sends } from './preview-template.ts'

export interface PeopleGround {
  readonly store: Pick<Store, 'setting' | 'messages' | 'last' | 'readLogOf' | 'follow' | 'history' | 'subscribersAfter'>
  readonly runtime: Pick<Runtime, 'describe'>
}

const people = 12
const eventsEach = 6
const historyEach = 100

/** At most a dozen, the best first. */
export async function suggestedPeople({ store, runtime }: PeopleGround, template: string): Promise<readonly SuggestedPerson[]> {
  const published = await readPublished(store)
  const journeys = (published?.journeys ?? []).filter(({ live, definition }) => live && sends(definition, template)).map(({ definition }) => definition)
  const triggers = triggerNames(journeys)
  const found = new Map<SubscriberNumber, SuggestedPerson['why']>()
  const add = async (numbers: readonly SubscriberNumber[], why: SuggestedPerson['why']): Promise<void> => {
    for (const number of await store.follow(numbers)) if (found.size < people && !found.has(number)) found.set(number, why)
  }
  const sent = await store.messages({ template, limit: 50 })
  await add(sent.map(({ subscriber }) => subscriber).slice(0, people * 2), 'got it')
  if (found.size < people && triggers.size > 0) {
    const { position } = await store.last()
    const entries = await store.readLogOf([...triggers], { after: Math.max(0, position - limits.previewEntries), upTo: position })
    const newest = [...new Set(entries.map(({ subscriber }) => subscriber).toReversed())]
    await add(newest.slice(0, people * 2), 'could get it')
  }
  if (found.size < people) {
    const { subscriber } = await store.last()
    await add((await store.subscribersAfter(Math.max(0, subscriber - people * 2), people * 2)).toReversed(), 'somebody')
  }
  const described = await Promise.all([...found].map(async ([subscriber, why]) => ({ why, person: await runtime.describe({ subscriber }) })))
  return Promise.all(described.flatMap(({ why, person }) => (person === undefined ? [] : [suggested(store, person, { why, triggers })])))
}

/** Names of events that let people in, or start the silence that does. */
export function triggerNames(journeys: readonly Journey[]): ReadonlySet<string> {
  return new Set(journeys.flatMap(({ enter }) => enter.flatMap((trigger) => ('on' in trigger ? [trigger.on].flat() : []))))
}

async function suggested(
  store: PeopleGround['store'],
  person: Described,
  { why, triggers }: { readonly why: SuggestedPerson['why']; readonly triggers: ReadonlySet<string> },
): Promise<SuggestedPerson> {
  const entries = person.head === 0 ? [] : (await store.history(person.head, historyEach)).filter(({ name }) => !name.startsWith('('))
  const isTrigger = ({ name }: LogEntry): boolean => triggers.has(name)
  const best = [...entries.filter(isTrigger), ...entries.filter((entry) => !isTrigger(entry))].slice(0, eventsEach)
  return {
    subscriber: person.number,
    userId: person.identities.find((identity) => identity.startsWith('u:'))?.slice(2) ?? null,
    label: labelOf(person),
    why,
    events: best.map((entry) => ({ event: entry.position, name: entry.name, at: entry.receivedAt, isTrigger: isTrigger(entry) })),
  }
}

/** What the person is called, as far as anything says so. */
function labelOf({ number, identities, state: { attributes } }: Described): string {
  const text = (name: string): string => (typeof attributes[name] === 'string' ? attributes[name].trim() : '')
  const name = text('name') || [text('first_name') || text('firstName'), text('last_name') || text('lastName')].join(' ').trim()
  return name || text('email') || (identities[0]?.slice(2) ?? `#${number}`)
}
