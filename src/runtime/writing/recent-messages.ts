// How a repeated messageId is recognized without an index over all of them.
//
// Each subscriber's row carries the fingerprints of its newest message ids: a 32-bit hash and the day of receipt, 6 bytes
// each. When 64 are there, the older half moves: those inside the window get a row of their own (`seen`), the rest are
// forgotten. A fingerprint that is found in neither place is new for certain, which is the usual case and costs a scan of a
// few hundred bytes. A fingerprint that is found may be a chance collision, so it is confirmed by looking the messageId
// up in the subscriber's own log (repeated-message.ts): a collision never drops an event.
//
// Layout: 2 bytes day of the newest fingerprint that moved out (0: none did), then per message 4 bytes hash and 2 bytes day,
// oldest first, all little-endian; days count from 1970. This file only knows fingerprints; it never sees the log or the store.

import { limits } from '../../model/limits.ts'

// Buffers of less than a hundred bytes cost more to make and to collect than what is in them: several share one, few enough that whoever is
// kept for long keeps little else.
const sharedBytes = 2048
let shared = new Uint8Array(sharedBytes)
let taken = 0

/** Bytes that nobody else has. */
function pieceOf(length: number): Uint8Array {
  if (taken + length > sharedBytes) {
    shared = new Uint8Array(Math.max(sharedBytes, length))
    taken = 0
  }
  taken += length
  return shared.subarray(taken - length, taken)
}

/** The fingerprints of one subscriber; `bytes` beyond `length` is room to grow. */
export interface RecentMessages {
  bytes: Uint8Array
  length: number
}

export interface Fingerprint {
  readonly fingerprint: number
  readonly day: number
}

const headerBytes = 2
const entryBytes = 6
const fullBytes = headerBytes + limits.recentMessages * entryBytes
const dayMs = 86_400_000

/** The day of an instant, counted from 1970. */
export function dayOf(instant: number): number {
  return Math.floor(instant / dayMs)
}

/** The first day from which on a repeated messageId is recognized. */
export function firstDay(now: number): number {
  return Math.max(1, dayOf(now) - limits.messageIdDays)
}

/** A 32-bit hash of a message id (FNV-1a with murmur's final mix), as an unsigned number. */
export function fingerprintOf(messageId: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < messageId.length; index += 1) hash = Math.imul(hash ^ messageId.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Of somebody who has just been seen for the first time. */
export function noMessages(): RecentMessages {
  return { bytes: new Uint8Array(headerBytes + 4 * entryBytes), length: headerBytes }
}

/** As it was stored by `packMessages`. */
export function parseMessages(stored: Uint8Array): RecentMessages {
  if (stored.length < headerBytes) return noMessages()
  // With room for a few more, so that most subscribers need no second copy.
  const bytes = pieceOf(Math.min(fullBytes, stored.length + 4 * entryBytes))
  bytes.set(stored)
  return { bytes, length: stored.length }
}

/** What is to be stored: good until the next message is taken in. */
export function packMessages({ bytes, length }: RecentMessages): Uint8Array {
  return bytes.subarray(0, length)
}

/** True when a message with this fingerprint is among the newest. */
export function isRecent(recent: RecentMessages, fingerprint: number): boolean {
  const { bytes, length } = recent
  const first = fingerprint & 255
  for (let at = headerBytes; at < length; at += entryBytes) {
    if (bytes[at] === first && readHash(bytes, at) === fingerprint) return true
  }
  return false
}

/** The day of the newest fingerprint that moved to a row of its own; 0 when none did. */
export function movedOutDay(recent: RecentMessages): number {
  return readShort(recent.bytes, 0)
}

/** Takes a message in. Returns what has to move to rows of their own because the row is full; usually nothing. */
export function rememberMessage(recent: RecentMessages, fingerprint: number, day: number): readonly Fingerprint[] {
  const moved = recent.length >= fullBytes ? moveOut(recent, day) : none
  if (recent.length + entryBytes > recent.bytes.length) grow(recent)
  writeEntry(recent.bytes, recent.length, fingerprint, day)
  recent.length += entryBytes
  return moved
}

/** The messages of two subscribers who turned out to be one; more than fit move out. */
export function joinMessages(
  one: RecentMessages,
  other: RecentMessages,
  day: number,
): { readonly recent: RecentMessages; readonly moved: readonly Fingerprint[] } {
  const entries = [...entriesOf(one), ...entriesOf(other)].sort((a, b) => a.day - b.day)
  const recent = noMessages()
  writeShort(recent.bytes, 0, Math.max(movedOutDay(one), movedOutDay(other)))
  const moved = entries.flatMap((entry) => rememberMessage(recent, entry.fingerprint, entry.day))
  return { recent, moved: moved.filter((entry) => entry.day >= day - limits.messageIdDays) }
}

const none: readonly Fingerprint[] = []

function moveOut(recent: RecentMessages, day: number): readonly Fingerprint[] {
  const cut = headerBytes + Math.floor(limits.recentMessages / 2) * entryBytes
  const moved: Fingerprint[] = []
  for (let at = headerBytes; at < cut; at += entryBytes) {
    const entryDay = readShort(recent.bytes, at + 4)
    if (entryDay < day - limits.messageIdDays) continue
    moved.push({ fingerprint: readHash(recent.bytes, at), day: entryDay })
    if (entryDay > movedOutDay(recent)) writeShort(recent.bytes, 0, entryDay)
  }
  recent.bytes.copyWithin(headerBytes, cut, recent.length)
  recent.length -= cut - headerBytes
  return moved
}

function entriesOf(recent: RecentMessages): Fingerprint[] {
  const entries: Fingerprint[] = []
  for (let at = headerBytes; at < recent.length; at += entryBytes) {
    entries.push({ fingerprint: readHash(recent.bytes, at), day: readShort(recent.bytes, at + 4) })
  }
  return entries
}

function grow(recent: RecentMessages): void {
  const bytes = pieceOf(Math.min(fullBytes, headerBytes + (recent.length - headerBytes) * 2 + 4 * entryBytes))
  bytes.set(recent.bytes.subarray(0, recent.length))
  recent.bytes = bytes
}

function readHash(bytes: Uint8Array, at: number): number {
  return (readShort(bytes, at) | (readShort(bytes, at + 2) << 16)) >>> 0
}

function readShort(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
}

function writeEntry(bytes: Uint8Array, at: number, fingerprint: number, day: number): void {
  writeShort(bytes, at, fingerprint & 0xffff)
  writeShort(bytes, at + 2, fingerprint >>> 16)
  writeShort(bytes, at + 4, day)
}

function writeShort(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 255
  bytes[at + 1] = (value >>> 8) & 255
}
