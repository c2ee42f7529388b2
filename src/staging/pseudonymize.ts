// What a person said or did, with everything that tells who it was replaced. A text is replaced unless it is known to be nobody's own; numbers, truth
// values, instants, zones, languages and the structure stay. It decides by names of fields and looks of texts, never by what others said.

import { type FieldRole, roleOf } from '../model/field-roles.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { IsKnown } from './known-words.ts'
import type { Pseudonyms } from './pseudonyms.ts'

export interface PseudonymizeOptions {
  readonly pseudonyms: Pseudonyms
  readonly isKnown: IsKnown
  /** Names of fields of which the team says that they are nobody's own: category, utm_source. */
  readonly keep?: ReadonlySet<string>
}

export interface Pseudonymizer {
  /** Properties, attributes, evidence: whatever somebody sent. `about`: `name` is a person's name in attributes, and that of a thing in properties. */
  fields(fields: JsonObject, about: 'person' | 'event'): JsonObject
  /** The name of an event or a field: structure, unless somebody's address or number stands in it. */
  name(text: string): string
  /** A userId, an anonymousId, a session, the id of a message. */
  id(text: string): string
  /** A mail address or a phone number, by its looks. */
  reached(text: string): string
  /** A text whose field says nothing. */
  text(text: string): string
  readonly pseudonyms: Pseudonyms
}

const instant = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
const looksLikePhone = /^(?:\+|00)?[\d\s()./-]{7,22}$/
const looksLikeAddress = /^[^\s@]+@[^\s@]+$/
const language = /^[a-z]{2}(?:[-_][A-Z]{2})?$/
const amount = /^-?\d{1,7}\.\d{1,2}$/
const zone = /^[A-Z][A-Za-z]+(?:\/[A-Z][\w+-]*){1,2}$|^UTC$/
/** A number from here on that is no instant may be a phone number or the number of a contract. */
const longNumber = 1e9
const instants = { msFrom: 9.4e11, msTo: 4.1e12, secondsFrom: 1e9, secondsTo: 2.1e9 }

/** With one key for all that is made one copy. */
export function createPseudonymizer({ pseudonyms, isKnown, keep = new Set() }: PseudonymizeOptions): Pseudonymizer {
  const zones = new Map<string, boolean>()
  const isZone = (text: string): boolean => {
    if (!zone.test(text)) return false
    const known = zones.get(text) ?? hasZone(text)
    if (zones.size < 1000) zones.set(text, known)
    return known
  }
  const currencies = new Set(Intl.supportedValuesOf('currency'))
  const text = (given: string): string => {
    if (given === '' || instant.test(given) || amount.test(given)) return given
    if (/^https?:\/\//i.test(given)) return link(given)
    if (looksLikeAddress.test(given)) return pseudonyms.address(given)
    if (given.includes('@')) return pseudonyms.token(given)
    if (isKnown(given) || language.test(given) || currencies.has(given) || isZone(given)) return given
    if (given.startsWith('/') && !/\s/.test(given)) return path(given)
    if (looksLikePhone.test(given) && /^(?:\+|00)|\D/.test(given)) return pseudonyms.phone(given)
    return pseudonyms.token(given)
  }
  /** Parts that are known stay, so that conditions on pages see what they saw; what follows ? and # does not. */
  const path = (given: string): string =>
    given
      .replace(/[?#].*$/s, '')
      .split('/')
      .map((part) => (part === '' || isKnown(part) ? part : pseudonyms.token(part)))
      .join('/')
  const link = (given: string): string => {
    const url = URL.parse(given)
    if (url === null) return pseudonyms.token(given)
    const host = isKnown(url.origin) || isKnown(`${url.origin}/`) ? url.host : pseudonyms.host(url.hostname)
    return `${url.protocol}//${host}${isKnown(url.pathname) ? url.pathname : path(url.pathname)}`
  }
  const reached = (given: string): string => (given.includes('@') ? pseudonyms.address(given) : pseudonyms.phone(given))
  const textOf = (role: FieldRole, given: string): string => {
    if (given === '') return given
    if (looksLikeAddress.test(given)) return pseudonyms.address(given)
    switch (role) {
      case 'address':
        return text(given)
      case 'phone':
        return /\d.*\d.*\d.*\d.*\d/.test(given) ? pseudonyms.phone(given) : text(given)
      case 'first name':
        return pseudonyms.firstName(given)
      case 'last name':
        return pseudonyms.lastName(given)
      case 'full name':
        return pseudonyms.fullName(given)
      case 'birth':
        return birth(given)
      case 'id':
        return id(given)
      case 'place':
      case 'secret':
        return pseudonyms.token(given)
      case 'point':
        return text(given)
    }
  }
  const birth = (given: string): string => {
    // The day stays, because journeys hang on it; the year becomes another.
    if (!instant.test(given)) return pseudonyms.token(given)
    const year = Number(given.slice(0, 4))
    const others = [-8, -4, 4, 8]
    return `${String(year + (others[pseudonyms.pick(given, others.length)] as number)).padStart(4, '0')}${given.slice(4, 10)}`
  }
  const id = (given: string): string => (looksLikeAddress.test(given) ? pseudonyms.address(given) : pseudonyms.token(given))
  const numberOf = (role: FieldRole | undefined, given: number): number => {
    if (role === 'point') return Math.trunc(given)
    if (role !== undefined) return role === 'place' && !Number.isInteger(given) ? Math.trunc(given) : pseudonyms.digits(given)
    const size = Math.abs(given)
    const isInstant = (size >= instants.msFrom && size < instants.msTo) || (size >= instants.secondsFrom && size < instants.secondsTo)
    return size < longNumber || isInstant || !Number.isInteger(given) ? given : pseudonyms.digits(given)
  }
  const value = (given: Json, role: FieldRole | undefined, about: 'person' | 'event'): Json => {
    if (typeof given === 'string') return role === undefined ? text(given) : textOf(role, given)
    if (typeof given === 'number') return numberOf(role, given)
    if (Array.isArray(given)) {
      const of = role ?? (isPoint(given) ? 'point' : undefined)
      return given.map((one) => value(one, of, about))
    }
    // What stands below a field of a person, such as an address with its parts, is of a person too.
    if (typeof given === 'object' && given !== null) return fields(given as JsonObject, role === undefined ? about : 'person')
    return given
  }
  const nameOf = (given: string): string => (/@|\d{5}|(?:\d[\s()./-]{0,2}){7}/.test(given) && !isKnown(given) ? pseudonyms.token(given) : given)
  const fields = (given: JsonObject, about: 'person' | 'event'): JsonObject => {
    const made: Record<string, Json> = {}
    const ofPoint = isPoint(Object.values(given)) ? 'point' : undefined
    for (const [name, one] of Object.entries(given)) {
      const role =
        about === 'person' && /^name$/i.test(name) ? 'full name' : (roleOf(name) ?? (typeof one === 'number' && !Number.isInteger(one) ? ofPoint : undefined))
      const isCountry = typeof one === 'string' && /^[A-Z]{2}$/.test(one) && /country/i.test(name)
      const kept = /\s/.test(name) && !isKnown(name) ? pseudonyms.token(name) : nameOf(name)
      if (one !== undefined)
        Object.defineProperty(made, kept, {
          value: keep.has(name) || isCountry ? one : value(one, role, about),
          enumerable: true,
          writable: true,
          configurable: true,
        })
    }
    return made
  }
  return { fields, id, name: nameOf, reached, text, pseudonyms }
}

/** Two numbers side by side that are exact to some meters are a place, whatever they are called. */
function isPoint(values: readonly unknown[]): boolean {
  const exact = values.filter((one) => typeof one === 'number' && Math.abs(one) <= 180 && /\.\d{4}/.test(String(one)))
  return exact.length === 2
}

function hasZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
