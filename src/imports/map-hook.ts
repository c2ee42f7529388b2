// What a call of another system means: the first rule that fits makes messages of the tracking API of its JSON. A pure function: it checks no signature and
// takes nothing in. What it makes is checked like any other event, so a rule that finds no id ends in a refusal with its reason, and never in a guess.

import type { HookRule, HookValue, InboundHook } from '../model/inbound-hook.ts'
import { type Json, type JsonObject, readPath, splitPath } from '../model/json.ts'
import { readInstant } from './field-values.ts'

export interface HookCall {
  readonly body: JsonObject
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>
  /** What makes a repetition known where the rule names nothing: of the signature, or of the whole call. */
  readonly id: string
}

export interface MappedCall {
  /** From 0; undefined when no rule fits. */
  readonly rule: number | undefined
  /** Attributes first, then the event. */
  readonly messages: readonly JsonObject[]
  /** Who, where only the address says it. */
  readonly email?: string
}

export function mapHook({ hook, take }: InboundHook, call: HookCall): MappedCall {
  const index = take.findIndex((rule) => fits(rule, call))
  const rule = take[index]
  if (rule === undefined) return { rule: undefined, messages: [] }
  const email = rule.email === undefined ? undefined : read(rule.email, call)
  const traits: JsonObject = { ...collect(rule.traits, call), ...(email !== undefined && { email }) }
  const who = { ...pick('userId', rule, call), ...pick('anonymousId', rule, call) }
  const said = rule.messageId === undefined ? undefined : read(rule.messageId, call)
  const messageId = `hook:${hook}:${said === undefined ? call.id : text(said)}`
  const about = { ...who, ...instant(rule, call) }
  const event = rule.event
  const messages: JsonObject[] = []
  if (event === undefined || Object.keys(traits).length > 0) {
    messages.push({ type: 'identify', ...about, messageId: event === undefined ? messageId : `${messageId}:traits`, traits })
  }
  if (event !== undefined) messages.push({ type: 'track', ...about, messageId, event, properties: collect(rule.properties, call) })
  return { rule: index, messages, ...(Object.keys(who).length === 0 && typeof email === 'string' && { email }) }
}

/** Paths of a rule at which nothing stands in a call: a misspelt one leaves its property out, and says nothing. */
export function missingIn(rule: HookRule, call: Pick<HookCall, 'body' | 'headers'>): readonly string[] {
  const { userId, anonymousId, email, messageId, timestamp, properties = {}, traits = {} } = rule
  const own = [userId, anonymousId, email, messageId, timestamp].filter((path) => path !== undefined)
  const found = [...Object.values(properties), ...Object.values(traits)].flatMap((value) => missingOf(value, call))
  return [...new Set([...own.filter((path) => read(path, call) === undefined), ...found])]
}

function missingOf(value: HookValue, call: Pick<HookCall, 'body' | 'headers'>): readonly string[] {
  if (typeof value === 'string') return read(value, call) === undefined ? [value] : []
  if ('value' in value) return []
  if ('from' in value) return read(value.from, call) === undefined ? [value.from] : []
  const list = read(value.each, call)
  if (!Array.isArray(list)) return [value.each]
  const [first] = list
  const entry = { body: first !== undefined && isObject(first) ? first : {}, headers: call.headers }
  return list.length === 0 ? [] : Object.values(value.as).flatMap((one) => missingOf(one, entry).map((path) => `${value.each}.0.${path}`))
}

function fits({ if: wanted = {} }: HookRule, call: HookCall): boolean {
  return Object.entries(wanted).every(([path, one]) => {
    const said = read(path, call)
    return [one].flat().some((value) => value === said)
  })
}

/** What stands at a path; nothing where it is null or missing. */
function read(path: string, { body, headers }: Pick<HookCall, 'body' | 'headers'>): Json | undefined {
  if (path.startsWith(headerPrefix)) return headers[path.slice(headerPrefix.length).toLowerCase()]
  return readPath(body, splitPath(path)) ?? undefined
}

const headerPrefix = 'header:'

function pick(name: 'userId' | 'anonymousId', rule: HookRule, call: HookCall): JsonObject {
  const value = rule[name] === undefined ? undefined : read(rule[name], call)
  // Shops write 0 for guests; as an id it would make one person of all of them.
  return value === undefined || value === '' || value === 0 ? {} : { [name]: typeof value === 'object' ? JSON.stringify(value) : String(value) }
}

/** What cannot be read is left as it is, for the door to refuse. */
function instant({ timestamp }: HookRule, call: HookCall): JsonObject {
  const value = timestamp === undefined ? undefined : read(timestamp, call)
  if (value === undefined) return {}
  const at = readInstant(value, { zone: 'UTC' })
  return { timestamp: at.ok ? new Date(at.value).toISOString() : value }
}

function collect(values: Readonly<Record<string, HookValue>> | undefined, call: Pick<HookCall, 'body' | 'headers'>): JsonObject {
  const found = Object.entries(values ?? {}).flatMap(([name, value]) => {
    const one = valueIn(value, call)
    return one === undefined ? [] : [[name, one] as const]
  })
  return Object.fromEntries(found)
}

function valueIn(value: HookValue, call: Pick<HookCall, 'body' | 'headers'>): Json | undefined {
  if (typeof value === 'string') return read(value, call)
  if ('value' in value) return value.value
  if ('from' in value) {
    const found = read(value.from, call)
    const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found
    if (value.divide === undefined || typeof number !== 'number' || !Number.isFinite(number)) return found
    return Number((number / value.divide).toPrecision(15))
  }
  const list = read(value.each, call)
  if (!Array.isArray(list)) return undefined
  return list.map((entry: Json) => collect(value.as, { body: isObject(entry) ? entry : {}, headers: call.headers }))
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
