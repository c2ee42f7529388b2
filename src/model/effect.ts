// What the world must do, as data with a deterministic key. Only the dispatcher acts.

import type { Lookups } from './catalogue.ts'
import type { JsonObject } from './json.ts'
import type { Sender } from './sender.ts'

interface EffectBase {
  /** Deterministic: subscriber, journey, version, enrollment, step and visit. The same decision always has the same key. */
  readonly key: string
  /** When it was decided. */
  readonly decidedAt: number
  readonly journey: string
  readonly journeyVersion: number
  readonly enrollment: number
  readonly step: string
  /** Log position of the event that started the enrollment; undefined when none did. */
  readonly triggerPosition?: number
  /** Not to be handed over at or after this instant. */
  readonly expiresAt?: number
  /** The pool from which its reader gets a discount code. Of a mail the template says it. */
  readonly code?: string
}

/** Render a template for the subscriber and send it. */
export interface SendEffect extends EffectBase {
  readonly kind: 'send'
  readonly channel: 'email'
  readonly template: string
  readonly topic?: string
  /** The key of a kept message: its own content goes once more, and the template is not rendered. */
  readonly resends?: string
}

/** Call a URL. The request is rendered by the dispatcher from the step's own definition. */
export interface WebhookEffect extends EffectBase {
  readonly kind: 'webhook'
  readonly channel: 'webhook'
  /** How often it is tried at most; as often as the schedule of retries allows when it is not said. */
  readonly attempts?: number
  /** What it carries of the catalogue. Of a mail the template says it. */
  readonly catalogue?: Lookups
}

/** Send a text message. It is rendered by the dispatcher from the step's own definition. */
export interface SmsEffect extends EffectBase {
  readonly kind: 'sms'
  readonly channel: 'sms'
  readonly topic?: string
}

/** Show a popup at the subscriber's next visit. It is rendered by the dispatcher from the step's own definition. */
export interface PopupEffect extends EffectBase {
  readonly kind: 'popup'
  readonly channel: 'popup'
  readonly topic?: string
}

export type Effect = SendEffect | WebhookEffect | SmsEffect | PopupEffect

/** What authorization lets through: the facts to render the effect from, frozen at that instant. */
export interface Transmission {
  readonly authorizedAt: number
  readonly attributes: JsonObject
  /** The mail address of a send, the phone number of a text message. */
  readonly to?: string
  readonly cart?: JsonObject
  /** Whether opens and clicks of this message may be followed: the person's own word about it, weighed by `policy.tracking`. */
  readonly mayTrack: boolean
  /** Whom it comes from, when it goes by a second domain. */
  readonly from?: Sender
  /** The segments that the person was in; none when absent. */
  readonly segments?: readonly string[]
  /** The conditions of its template, each with whether it held; none when absent. */
  readonly conditions?: Readonly<Record<string, boolean>>
  /** The variants that the passage was given, by the id of the step that split; none when absent. */
  readonly variants?: Readonly<Record<string, string>>
  /** What the template's lookups found in the catalogue, by name; absent when it has none. */
  readonly catalogue?: JsonObject
  /** The discount code of its reader, and from when on it is no longer good. */
  readonly code?: { readonly code: string; readonly expiresAt?: number }
  /** What is asked, when the message asks to confirm a double opt-in. */
  readonly optIn?: OptInQuestion
}

export interface OptInQuestion {
  readonly topics: readonly string[]
  readonly locale?: string
  readonly expiresAt: number
}
