// Conditions written in TypeScript. They become the same data that YAML gives. The methods return a new condition and
// never change the one they are called on. Nothing is checked here beyond the types: loading checks everything.

import type { Ref, Where } from '../../model/comparison.ts'
import type * as model from '../../model/condition.ts'
import { type AuthoredCondition, plain } from './authored.ts'
import { type Comparable, Compared, type Counted, Happened, type MessageCounted, Ordered, type OrderedChain, type Summed } from './condition-chains.ts'

/** All of these hold. */
export function all(...conditions: readonly AuthoredCondition[]): model.AllCondition {
  return plain<model.AllCondition>({ all: conditions })
}

/** At least one of these holds. */
export function any(...conditions: readonly AuthoredCondition[]): model.AnyCondition {
  return plain<model.AnyCondition>({ any: conditions })
}

/** This does not hold. */
export function not(condition: AuthoredCondition): model.NotCondition {
  return plain<model.NotCondition>({ not: condition })
}

/** An event happened, at least once unless more is said: `event('Product Viewed').atLeast(3).within('24h')`. */
export function event(name: string): Counted {
  return new Happened({ event: name })
}

/** What became of mails of a template, or of `any`: `message('welcome').did('opened').within('3d')`. */
export function message(template: string): { did(outcome: model.MessageCondition['did']): MessageCounted } {
  return { did: (did) => new Happened({ message: template, did }) }
}

/** The share of messages that was opened or clicked: `rate('opened', { over: 'delivered', last: 10, gte: 0.3 })`. */
export function rate(reaction: model.RateCondition['rate'], asked: Omit<model.RateCondition, 'rate'>): model.RateCondition {
  return { rate: reaction, ...asked } as model.RateCondition
}

/** The sum of a property over events: `sum('revenue').of('Order Completed').within('90d').gte(100)`. */
export function sum(path: string): { of(event: string): Summed } {
  return { of: (name) => new Compared({ sum: path, of: name }) }
}

/** The average of a property over events. */
export function avg(path: string): { of(event: string): Summed } {
  return { of: (name) => new Compared({ avg: path, of: name }) }
}

/** The smallest value of a property over events. */
export function min(path: string): { of(event: string): Summed } {
  return { of: (name) => new Compared({ min: path, of: name }) }
}

/** The largest value of a property over events. */
export function max(path: string): { of(event: string): Summed } {
  return { of: (name) => new Compared({ max: path, of: name }) }
}

/** How many different values of a property: `distinct('product_id').of('Product Viewed').gte(3)`. */
export function distinct(path: string): { of(event: string): Summed } {
  return { of: (name) => new Compared({ distinct: path, of: name }) }
}

/** None of these events for so long: `since('Order Completed', { gte: '60d' })`. */
export function since(events: string | readonly string[], { gte, never }: { readonly gte: string; readonly never?: boolean }): model.SinceCondition {
  return { since: events, gte, ...(never === undefined ? {} : { never }) }
}

/** Events one after the other: `inOrder('Product Viewed', { event: 'Product Added', where }).within('1d')`. */
export function inOrder(...items: readonly (string | { readonly event: string; readonly where?: Where })[]): OrderedChain {
  return new Ordered({ 'in-order': items.map((item) => (typeof item === 'string' ? { event: item } : item)) })
}

/** The newest event of this name looks like this. */
export function latest(name: string, where: Where): model.LatestCondition {
  return { latest: name, where }
}

/** A fact about the subscriber: `attribute('plan').eq('pro').for('30d')`. */
export function attribute(path: string): Comparable {
  return new Compared({ attribute: path })
}

/** A property of the event that started the enrollment: `trigger('total').gte(100)`. */
export function trigger(path: string): Comparable {
  return new Compared({ trigger: path })
}

/** Is on the list. */
export function onList(name: string): model.ListCondition {
  return { list: name }
}

/** Said yes to the topic, by mail unless another channel is named: `hasTopic('news', { channel: 'sms' })`. */
export function hasTopic(name: string, options: Pick<model.TopicCondition, 'channel'> = {}): model.TopicCondition {
  return { topic: name, ...options }
}

/** The segment's condition holds. */
export function inSegment(name: string): model.SegmentCondition {
  return { segment: name }
}

/** Is inside a journey now, at any step or at this one. */
export function inJourney(name: string, { at }: { readonly at?: string } = {}): model.JourneyCondition {
  return { journey: name, is: 'active', ...(at === undefined ? {} : { at }) }
}

/** Came to the end of a journey, ever or within a window. */
export function completedJourney(name: string, { within }: { readonly within?: string } = {}): model.JourneyCondition {
  return { journey: name, is: 'completed', ...(within === undefined ? {} : { within }) }
}

/** Left a journey before its end, ever or within a window. */
export function exitedJourney(name: string, { within }: { readonly within?: string } = {}): model.JourneyCondition {
  return { journey: name, is: 'exited', ...(within === undefined ? {} : { within }) }
}

/** What is in the cart: `cart({ items: { gte: 1 } })`. */
export function cart(content: model.CartCondition['cart']): model.CartCondition {
  return { cart: content }
}

/** The local time: `time({ between: ['09:00', '17:00'], days: ['mon', 'tue'] })`. */
export function time(when: model.TimeCondition['time']): model.TimeCondition {
  return { time: when }
}

/** A value of the event that started the enrollment, to compare with: `{ cart_id: { eq: fromTrigger('cart_id') } }`. */
export function fromTrigger(path: string): Ref {
  return { ref: `trigger.${path}` }
}

/** A value of the subscriber's attributes, to compare with. */
export function fromAttribute(path: string): Ref {
  return { ref: `attributes.${path}` }
}
