// Small commits for the tests of stores: everything has a plain default, and a test says only what it is about.

import type { ArchivedMessage } from '../../src/model/archived-message.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Commit, Delivery, LogEntry, Position, StoredSubscriber, SubscriberNumber } from '../../src/runtime/store.ts'

/** A commit of these parts and nothing else. */
export function commitOf(parts: Partial<Commit>): Commit {
  return {
    log: [],
    subscribers: [],
    identities: [],
    merged: [],
    decisions: [],
    deliveries: [],
    counts: [],
    deadLetters: [],
    seen: [],
    ...parts,
  }
}

export function subscriber(number: SubscriberNumber, parts: Partial<StoredSubscriber> = {}): StoredSubscriber {
  return { number, state: bytes(`state of ${number}`), recent: bytes(''), head: 0, deadline: undefined, ...parts }
}

export function entry(position: Position, parts: Partial<LogEntry> = {}): LogEntry {
  return { position, subscriber: 1, previous: 0, merged: 0, receivedAt: 1000 + position, name: 'Product Viewed', body: `{"at":${position}}`, ...parts }
}

export function delivery(key: string, parts: Partial<Delivery> = {}): Delivery {
  return {
    key,
    subscriber: 1,
    status: 'waiting',
    dueAt: 5000,
    decidedAt: 4000,
    attemptedAt: undefined,
    finishedAt: undefined,
    attempts: 0,
    channel: 'email',
    journey: 'welcome',
    step: 'greet',
    template: 'hello',
    effect: '{"kind":"send"}',
    reason: undefined,
    links: undefined,
    reports: undefined,
    domain: undefined,
    ...parts,
  }
}

export function archived(key: string, parts: Partial<ArchivedMessage> = {}): ArchivedMessage {
  return {
    key,
    at: 4500,
    purpose: 'advertising',
    address: 'ann@shop.example',
    subject: 'Hello, Ann',
    words: ['hello', 'ann'],
    form: 'mail',
    kept: 'whole',
    bytes: 1000,
    content: bytes(`content of ${key}`),
    dictionary: undefined,
    ...parts,
  }
}

export function added(at: number): Decision {
  return { kind: 'added', at }
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A commit that touches every part of a store. */
export function commitOfEverything(): Commit {
  return commitOf({
    log: [entry(1), entry(2, { previous: 1, name: '(authorize)' }), entry(3, { subscriber: 2 })],
    subscribers: [subscriber(1, { head: 2, deadline: 9000, recent: bytes('abc') }), subscriber(2, { head: 3 })],
    identities: [
      { identity: 'u:ann', subscriber: 1 },
      { identity: 'a:9f', subscriber: 2 },
    ],
    decisions: [
      { subscriber: 1, decision: added(1001) },
      { subscriber: 2, decision: added(1003) },
    ],
    deliveries: [delivery('first'), delivery('second', { status: 'handing over', attemptedAt: 4500, attempts: 1, template: undefined, channel: 'webhook' })],
    counts: [{ journey: 'welcome', version: 1, step: 'greet', measure: 'here now', by: 1 }],
    deadLetters: [{ receivedAt: 1004, source: 'track', reason: 'no name', body: '{}' }],
    seen: [{ subscriber: 1, fingerprint: 4_000_000_000, day: 20_000 }],
  })
}
