// Steps written in TypeScript: the same data that YAML gives. A step's last argument may give it an id, a condition
// under which it is done, and a note.

import type { Where } from '../../model/comparison.ts'
import type { ConsentChannel } from '../../model/consent.ts'
import type * as model from '../../model/journey.ts'
import type { Weekday } from '../../model/local-time.ts'
import type { OwnHead } from '../../model/own-head.ts'
import type { Trial } from '../../model/trial.ts'
import { type Authored, type AuthoredCondition, plain } from './authored.ts'

export interface StepOptions {
  /** What statistics and versions hold on to. */
  readonly id?: string
  /** The step is passed over when this does not hold. */
  readonly if?: AuthoredCondition
  readonly note?: string
}
type Steps = readonly Authored<model.Step>[]

/** Waits for a stretch of time: `wait('1d')`. */
export function wait(duration: string, options: StepOptions = {}): model.Step {
  return step({ ...options, wait: duration })
}

/** Waits until a local time of day: `waitUntil('09:00', { days: ['mon'] })`. */
export function waitUntil(
  time: string,
  { days, zone, ...options }: StepOptions & { readonly days?: readonly Weekday[]; readonly zone?: string } = {},
): model.Step {
  return step({ ...options, wait: { until: time, days, zone } })
}

/** Waits until a condition holds, at most so long: `waitFor(event('Paid').since('step'), { atMost: '3d' })`. */
export function waitFor(condition: AuthoredCondition, { atMost, ...options }: StepOptions & { readonly atMost: string }): model.Step {
  return step({ ...options, wait: { for: condition, 'at most': atMost } })
}

/** Waits until a date: `waitForDate('attributes.birthday', { offset: '-3d', at: '09:00' })`. */
export function waitForDate(
  date: string,
  { offset, at, zone, ...options }: StepOptions & { readonly offset?: string; readonly at?: string; readonly zone?: string } = {},
): model.Step {
  return step({ ...options, wait: { date, offset, at, zone } })
}

/** Several things to wait for; the first to happen decides: `on([pair.event('Paid', [...]), pair.after('1d', [...])])`. */
export function on(pairs: readonly Authored<model.Pair>[], options: StepOptions = {}): model.Step {
  return step({ ...options, on: pairs })
}

/** What an `on` step waits for, each with the steps that follow. */
export const pair = {
  /** The event happens. */
  event: (name: string, steps: Steps, options: { readonly where?: Where; readonly if?: AuthoredCondition } = {}): model.Pair =>
    plain<model.Pair>({ event: name, ...options, steps }),
  /** So long after the step was entered. */
  after: (duration: string, steps: Steps): model.Pair => plain<model.Pair>({ after: duration, steps }),
  /** The next time the local clock shows this. */
  at: (time: string, steps: Steps, options: { readonly days?: readonly Weekday[]; readonly zone?: string } = {}): model.Pair =>
    plain<model.Pair>({ at: time, ...options, steps }),
  /** The condition holds. */
  match: (condition: AuthoredCondition, steps: Steps): model.Pair => plain<model.Pair>({ match: condition, steps }),
} as const

/** The first branch whose condition holds: `choose([when(cart({ value: { gte: 50 } }), [...]), otherwise([...])])`. */
export function choose(branches: readonly Authored<model.Branch>[], options: StepOptions = {}): model.Step {
  return step({ ...options, choose: branches })
}

/** A branch of `choose`. */
export function when(condition: AuthoredCondition, steps: Steps): model.Branch {
  return plain<model.Branch>({ if: condition, steps })
}

/** The branch of `choose` when no other fits. */
export function otherwise(steps: Steps): model.Branch {
  return plain<model.Branch>({ else: steps })
}

/**
 * Sends each subscriber one way, always the same: `split([variant('short', [...]), variant('long', [...], { weight: 2 })])`. With a `trial` some go ahead,
 * and the others wait for the variant that did best: `split([...], { trial: { share: 20, for: '4h', by: 'clicked', otherwise: 'short' } })`.
 */
export function split(
  variants: readonly Authored<model.Variant>[],
  options: StepOptions & { readonly winner?: string; readonly trial?: Trial } = {},
): model.Step {
  return step({ ...options, split: variants })
}

/** A way of a `split`; its share is its weight (1 by default) over the sum of all. */
export function variant(name: string, steps: Steps, { weight }: { readonly weight?: number } = {}): model.Variant {
  return plain<model.Variant>({ variant: name, weight, steps })
}

/** Sends a template: `send('welcome', { expires: '12h' })`. */
export function send(
  template: string,
  options: StepOptions & OwnHead & { readonly topic?: string; readonly expires?: string; readonly priority?: number } = {},
): model.Step {
  return step({ ...options, send: template })
}

/** Sends a text message to the number in the attribute `phone`: `sms('Your parcel is here, {{ subscriber.first_name }}.', { topic: 'parcels' })`. */
export function sms(text: string, options: StepOptions & { readonly topic?: string; readonly expires?: string; readonly priority?: number } = {}): model.Step {
  return step({ ...options, sms: text })
}

/** Shows a popup at the next visit: `popup({ title: '10 % off', button: { text: 'To the cart', url: '/cart' } }, { expires: '3d' })`. */
export function popup(
  content: model.Popup,
  options: StepOptions & { readonly topic?: string; readonly expires?: string; readonly priority?: number } = {},
): model.Step {
  return step({ ...options, popup: content })
}

/** Calls a URL. */
export function webhook(call: model.WebhookStep['webhook'], options: StepOptions & Pick<model.WebhookStep, 'catalogue' | 'code' | 'expires'> = {}): model.Step {
  return step({ ...options, webhook: call })
}

/** Changes attributes: `update({ set: { plan: 'pro' }, increment: { orders: 1 } })`. */
export function update(changes: model.UpdateStep['update'], options: StepOptions = {}): model.Step {
  return step({ ...options, update: changes })
}

/** Puts the subscriber on a list. */
export function addToList(list: string, options: StepOptions = {}): model.Step {
  return step({ ...options, list: { add: list } })
}

/** Takes the subscriber off a list. */
export function removeFromList(list: string, options: StepOptions = {}): model.Step {
  return step({ ...options, list: { remove: list } })
}

/** Records a yes to a topic, on mail unless another channel is named. */
export function subscribe(topic: string, { channel, ...options }: StepOptions & { readonly channel?: ConsentChannel } = {}): model.Step {
  return step({ ...options, topic: { subscribe: topic, ...(channel === undefined ? {} : { channel }) } })
}

/** Records a no to a topic, on mail unless another channel is named. */
export function unsubscribe(topic: string, { channel, ...options }: StepOptions & { readonly channel?: ConsentChannel } = {}): model.Step {
  return step({ ...options, topic: { unsubscribe: topic, ...(channel === undefined ? {} : { channel }) } })
}

/** Starts another journey beside this one. */
export function start(journey: string, options: StepOptions = {}): model.Step {
  return step({ ...options, start: journey })
}

/** Ends the passage through a journey, `this` one, or `all`. */
export function stop(journey: string, options: StepOptions = {}): model.Step {
  return step({ ...options, stop: journey })
}

/** Ends this passage and starts another journey. */
export function jump(journey: string, options: StepOptions = {}): model.Step {
  return step({ ...options, jump: journey })
}

/** Goes to a step of this journey. */
export function goto(id: string, options: StepOptions = {}): model.Step {
  return step({ ...options, goto: id })
}

/** Does nothing: a place to hold on to. */
export function nothing(options: StepOptions = {}): model.Step {
  return step({ ...options, nothing: true })
}

/** Ends the passage as completed. */
export function end(options: StepOptions = {}): model.Step {
  return step({ ...options, end: true })
}

/** The functions above give only shapes that are steps; keys without a value fall away here. */
function step(data: object): model.Step {
  return plain<model.Step>(data)
}
