// What a subscribe form says, as JSON or as fields, checked. Words that only a server may say, such as those of consent, are not taken from it.

import type { Evidence } from '../../model/consent.ts'
import type { Workspace } from '../../model/definitions.ts'
import type { JsonObject } from '../../model/json.ts'
import { localeSchema } from '../../model/locale.ts'
import { isReservedId } from '../tracking/reserved-ids.ts'
import { isReservedTrait } from '../tracking/reserved-traits.ts'

export interface FormWords {
  readonly key: string | undefined
  readonly email: string
  readonly topics: readonly string[]
  readonly set: JsonObject
  readonly userId: string | undefined
  /** Of the browser in which the form was filled in. */
  readonly anonymousId: string | undefined
  readonly tracking: boolean
  readonly locale: string | undefined
  readonly evidence: Evidence
  /** The field that people do not see was filled in. */
  readonly isTrapped: boolean
  /** What is wrong with it. */
  readonly problem: string | undefined
}

const mostTopics = 20
const mostAttributes = 20
const longestText = 256

/** Never throws; what is wrong is said in `problem`. */
export function readForm(body: unknown, workspace: Workspace): FormWords {
  const fields = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Readonly<Record<string, unknown>>) : {}
  const text = (name: string, longest = longestText): string | undefined => {
    const value = fields[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, longest) : undefined
  }
  const email = text('email', 320) ?? ''
  const known = (workspace.topics ?? []).filter(({ transactional }) => transactional !== true).map(({ topic }) => topic)
  const named = [fields['topics'] ?? fields['topic'] ?? []].flat().flatMap((one) => (typeof one === 'string' ? one.split(',').map((part) => part.trim()) : []))
  const topics = named.length === 0 && known.length === 1 ? known : [...new Set(named)].slice(0, mostTopics)
  const locale = text('locale', 35)
  const [page, wording] = [text('page', 2048), text('wording', 200)]
  return {
    key: text('key'),
    email,
    topics,
    // Whoever confirms in a language is written to in it from then on, unless one is known of them already.
    set: { ...(localeSchema.safeParse(locale).success ? { locale: locale ?? '' } : {}), ...attributesOf(fields) },
    userId: text('userId'),
    anonymousId: deviceOf(text('anonymousId')),
    tracking: fields['tracking'] === true || fields['tracking'] === 'yes',
    locale,
    evidence: { ...(page === undefined ? {} : { page }), ...(wording === undefined ? {} : { wording }) },
    isTrapped: text('website') !== undefined,
    problem: problemOf(email, topics, workspace.topics === undefined ? undefined : known),
  }
}

function problemOf(email: string, topics: readonly string[], known: readonly string[] | undefined): string | undefined {
  if (!/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/.test(email)) return 'email must be one mail address.'
  if (topics.length === 0) return 'topics must name what is subscribed to.'
  const unknown = known === undefined ? undefined : topics.find((topic) => !known.includes(topic))
  return unknown === undefined ? undefined : `topics: there is nothing called ${JSON.stringify(unknown)} to subscribe to.`
}

/** None that is broken, and none that only Oncue gives. */
function deviceOf(id: string | undefined): string | undefined {
  return id === undefined || isReservedId(id) || /\p{Cc}/u.test(id) || !id.isWellFormed() ? undefined : id
}

/** `attributes` of a JSON form, `attributes.first_name` of a field. */
function attributesOf(fields: Readonly<Record<string, unknown>>): JsonObject {
  const own = fields['attributes']
  const nested = typeof own === 'object' && own !== null && !Array.isArray(own) ? Object.entries(own) : []
  const flat = Object.entries(fields).flatMap(([name, value]) => (name.startsWith('attributes.') ? [[name.slice(11), value] as const] : []))
  const kept = [...nested, ...flat].filter(([name, value]) => {
    const isPlain = (typeof value === 'string' && value.length <= longestText) || typeof value === 'boolean' || Number.isFinite(value)
    return isPlain && name !== '' && name.length <= 64 && name !== 'email' && name !== '__proto__' && !isReservedTrait(name)
  })
  return Object.fromEntries(kept.slice(0, mostAttributes)) as JsonObject
}
