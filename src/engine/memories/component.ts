// How one property value rests inside a memory. Texts, numbers, booleans and null rest as they are; a missing value rests as
// [] and any other as [value], so that no two of them can be taken for each other. Long texts are shortened, because a
// state must stay small whatever people put into their events.

import type { Json, JsonObject } from '../../model/json.ts'
import { readPath, splitPath } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'

/** Most bytes that one resting value takes as JSON: every character as its longest escape, the quotes and a comma. */
export const componentBytes = limits.memoryTextCharacters * 6 + 3

const missing: Json = []
const headCharacters = limits.memoryTextCharacters - 18

/** The resting form of a value. Lists and objects whose JSON is too long rest as if they were missing. */
export function toComponent(value: Json | undefined): Json {
  if (typeof value === 'string') return shortened(value)
  if (value === undefined) return missing
  if (value === null || typeof value !== 'object') return value
  return JSON.stringify(value).length > limits.memoryTextCharacters ? missing : [value]
}

/** The value that rests in this form. */
export function fromComponent(component: Json): Json | undefined {
  return Array.isArray(component) ? (component[0] as Json | undefined) : component
}

/** Same value? Both in resting form, or both lists of resting forms. */
export function sameComponent(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true
  return typeof one === 'object' && typeof other === 'object' && one !== null && other !== null && JSON.stringify(one) === JSON.stringify(other)
}

/** Some fixed order of resting values, so that the content of a memory does not depend on who came first. */
export function orderOfComponents(one: Json, other: Json): number {
  if (one === other) return 0
  if (typeof one === 'number' && typeof other === 'number') return one - other
  const left = typeof one === 'string' ? one : JSON.stringify(one)
  const right = typeof other === 'string' ? other : JSON.stringify(other)
  if (left === right) return typeof one < typeof other ? -1 : 1
  return left < right ? -1 : 1
}

/**
 * A text short enough to be remembered: longer ones keep their beginning, followed by a hash of the whole, so that they stay
 * different from each other.
 */
export function shortened(text: string): string {
  if (text.length <= limits.memoryTextCharacters) return text
  return `${text.slice(0, headCharacters)}… ${hashText(text, 0x811c9dc5)}${hashText(text, 0x2545f491)}`
}

/** A 32-bit hash (FNV-1a with a final mix). */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let hash = seed
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Reads one path out of an event's properties. */
export type Reader = (properties: JsonObject) => Json | undefined

/** Compiles a path; the usual one, a single name, is read without a loop. */
export function compileReader(path: string): Reader {
  const parts = splitPath(path)
  const [name] = parts
  if (parts.length !== 1 || name === undefined) return (properties) => readPath(properties, parts)
  // What no object inherits needs no look at whose it is.
  if (!(name in Object.prototype)) return (properties) => properties[name]
  return (properties) => (Object.hasOwn(properties, name) ? properties[name] : undefined)
}

function hashText(text: string, seed: number): string {
  return hash32(text, seed).toString(16).padStart(8, '0')
}
