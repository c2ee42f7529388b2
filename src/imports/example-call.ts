// A call that a rule of a hook takes, made up: whoever writes a hook tries it before the other system calls. What stands in it is an example and nobody's data.

import type { HookRule, HookValue } from '../model/inbound-hook.ts'
import { type Json, type JsonObject, splitPath } from '../model/json.ts'
import type { HookCall } from './map-hook.ts'

interface Placed {
  readonly path: string
  readonly value: Json
}

const headerPrefix = 'header:'
/** Lists of an example are no longer, whatever number a path names. */
const mostEntries = 10
const money = /price|total|amount|revenue|value|cost/i
const many = /quantity|count|seats/i

/** A call with something at every path of a rule; `now` in UTC milliseconds. */
export function exampleCall(rule: HookRule, now: number): Pick<HookCall, 'body' | 'headers'> {
  const { userId, anonymousId, email, messageId, timestamp, properties = {}, traits = {} } = rule
  const about: readonly (readonly [string | undefined, Json])[] = [
    [userId, 'customer-1'],
    [anonymousId, 'visitor-1'],
    [messageId, 'call-1'],
    [timestamp, new Date(now).toISOString()],
    [email, 'ada@example.com'],
  ]
  const who = about.flatMap(([path, value]) => (path === undefined ? [] : [{ path, value }]))
  // Said last, so that it stands whatever else is at the same place: without it the rule would not fit.
  const wanted = Object.entries(rule.if ?? {}).map(([path, one]) => ({ path, value: [one].flat()[0] as Json }))
  const placed = [...placesOf(properties), ...placesOf(traits), ...who, ...wanted]
  const isHeader = ({ path }: Placed): boolean => path.startsWith(headerPrefix)
  const headers = placed.filter(isHeader).map(({ path, value }) => [path.slice(headerPrefix.length).toLowerCase(), String(value)] as const)
  const body = placed.filter((one) => !isHeader(one)).reduce<Json>((made, { path, value }) => put(made, splitPath(path), value), {})
  return { body: body as JsonObject, headers: Object.fromEntries(headers) }
}

function placesOf(values: Readonly<Record<string, HookValue>>): readonly Placed[] {
  return Object.entries(values).flatMap(([name, value]): readonly Placed[] => {
    if (typeof value === 'string') return [{ path: value, value: exampleOf(name, value) }]
    if ('value' in value) return []
    if ('from' in value) return [{ path: value.from, value: 1999 }]
    return [{ path: value.each, value: [placesOf(value.as).reduce<Json>((made, one) => put(made, splitPath(one.path), one.value), {})] }]
  })
}

function exampleOf(name: string, path: string): Json {
  if (/currency/i.test(name)) return 'EUR'
  if (many.test(name) || many.test(path)) return 2
  return money.test(name) || money.test(path) ? 19.9 : `example ${name}`
}

/** The same with a value at a path. */
function put(made: Json, [part, ...rest]: readonly string[], value: Json): Json {
  if (part === undefined) return value
  const index = Number(part)
  if (/^\d+$/.test(part) && index < mostEntries && (Array.isArray(made) || isEmpty(made))) {
    const list = Array.isArray(made) ? made : []
    return Array.from({ length: Math.max(list.length, index + 1) }, (_, at) => (at === index ? put(list[at] ?? {}, rest, value) : (list[at] ?? {})))
  }
  const known: JsonObject = typeof made === 'object' && made !== null && !Array.isArray(made) ? (made as JsonObject) : {}
  return { ...known, [part]: put(Object.hasOwn(known, part) ? (known[part] as Json) : {}, rest, value) }
}

function isEmpty(made: Json): boolean {
  return typeof made !== 'object' || made === null || Object.keys(made).length === 0
}
