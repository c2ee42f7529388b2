// One entry of the log that explains. Every decision has an instant and says what was decided and why.

import type { ConsentChannel, Evidence } from './consent.ts'
import type { Json } from './json.ts'

/** Why an enrollment could not begin, a message was not sent, or a passage ended. A closed vocabulary. */
export const skipReasons = [
  'already inside',
  'again: never',
  'again: too soon',
  'again: too often',
  'event too late',
  'condition not met',
  'no key',
  'too many enrollments',
  'unsubscribed',
  'no consent',
  'suppressed',
  'mail paused',
  'not asked any more',
  'no address',
  'holdout',
  'capped',
  'expired',
  'exited',
  'stopped',
  'unknown template',
  'no date',
  'paused',
  'stale',
  'wrong type',
  'not in catalogue',
  'no code',
] as const
export type SkipReason = (typeof skipReasons)[number]

/** What a message must have and has not, as it was found when it was asked about: a fact about the world, not about the person. */
export interface Lack {
  readonly reason: Extract<SkipReason, 'not in catalogue' | 'no code'>
  readonly because: string
}

/** What may make a message wait. */
export const deferralRules = ['stop switch', 'pause', 'quiet hours', 'frequency cap', 'warm-up', 'slowed domain'] as const
export type DeferralRule = (typeof deferralRules)[number]

interface At {
  /** The instant of the decision, UTC milliseconds. */
  readonly at: number
}
interface InEnrollment extends At {
  readonly journey: string
  readonly journeyVersion: number
  /** Ordinal of the enrollment within the subscriber, from 1. */
  readonly enrollment: number
  readonly key?: string
}

/** A message or webhook of an enrollment; `effect` is its key. */
interface OfEffect extends InEnrollment {
  readonly step: string
  readonly effect: string
  readonly channel: string
  readonly template?: string
  readonly topic?: string
}

export type Decision =
  | (InEnrollment & { readonly kind: 'entered'; readonly trigger: string; readonly because: string; readonly heldOut?: true })
  | (At & {
      readonly kind: 'not entered'
      readonly journey: string
      readonly journeyVersion: number
      readonly key?: string
      readonly reason: SkipReason
      readonly because: string
    })
  | (InEnrollment & { readonly kind: 'moved'; readonly step: string; readonly because: string })
  /** A publication brought the passage from another version of its journey to this one. */
  | (InEnrollment & {
      readonly kind: 'changed version'
      readonly from: number
      readonly fromStep: string
      readonly step: string
      readonly because: string
      /** The passage had reached its goal already: its number stays with the version in which it did. */
      readonly converted?: boolean
      readonly heldOut?: boolean
      /** It begins anew, as one more passage. */
      readonly anew?: boolean
    })
  | (InEnrollment & { readonly kind: 'waiting'; readonly step: string; readonly until?: number; readonly because: string })
  | (InEnrollment & { readonly kind: 'acted'; readonly step: string; readonly action: string })
  | (InEnrollment & { readonly kind: 'skipped'; readonly step: string; readonly reason: SkipReason; readonly because: string })
  | (InEnrollment & { readonly kind: 'completed' })
  | (InEnrollment & { readonly kind: 'exited'; readonly step: string; readonly because: string })
  | (InEnrollment & {
      readonly kind: 'converted'
      readonly event: string
      readonly position?: number
      readonly value?: number
      readonly currency?: string
      readonly heldOut?: true
      /** Steps that split, with the variant that was taken. */
      readonly variants?: readonly (readonly [step: string, variant: string, version: number])[]
      /** The step whose message it is credited to, and its template. */
      readonly creditedTo?: string
      readonly creditedVersion?: number
      readonly template?: string
    })
  | (OfEffect & { readonly kind: 'queued' })
  /** `blocks`: the conditions of its template, with whether each held. `domain`: the second one, when it goes by that. `with`: what it shows that came from outside the person's history, such as items of the catalogue with their prices. `nothingFor`: its lookups that found nothing, NAME (COLLECTION), or not all that they were to, NAME (COLLECTION: IDS). */
  | (OfEffect & {
      readonly kind: 'authorized'
      readonly domain?: string
      readonly with?: string
      readonly nothingFor?: readonly string[]
      readonly blocks?: Readonly<Record<string, boolean>>
    })
  | (OfEffect & { readonly kind: 'refused'; readonly reason: SkipReason; readonly because: string })
  /** Not now: asked again at `until`; without one, when a stop switch is lifted. */
  | (OfEffect & { readonly kind: 'deferred'; readonly rule: DeferralRule; readonly until?: number; readonly because: string })
  | (OfEffect & { readonly kind: 'handed over'; readonly outcome: 'sent' | 'failed' | 'unknown'; readonly because?: string })
  | (At & { readonly kind: 'added' })
  | (At & { readonly kind: 'segment'; readonly segment: string; readonly entered: boolean })
  | (At & { readonly kind: 'changed'; readonly attribute: string; readonly value?: Json; readonly previous?: Json; readonly source: string })
  | (At & { readonly kind: 'list'; readonly list: string; readonly joined: boolean; readonly source: string })
  /** A yes or a no; on mail when no channel is named. */
  | (At & {
      readonly kind: 'topic'
      readonly topic: string
      readonly subscribed: boolean
      readonly channel?: ConsentChannel
      readonly reason?: string
      readonly evidence?: Evidence
    })
  /** The last no to all mail counts no more; the topics that it ended have a decision of their own. */
  | (At & { readonly kind: 'no taken back'; readonly reason?: string; readonly evidence?: Evidence })
  /** Asked, by a mail to the address, to confirm that mail on the topic is wanted. `ask` names the question. */
  | (At & { readonly kind: 'asked'; readonly topic: string; readonly ask: string; readonly expiresAt: number; readonly evidence: Evidence })
  | (At & { readonly kind: 'not asked'; readonly topics: readonly string[]; readonly because: string })
  | (At & { readonly kind: 'confirmed'; readonly topic: string; readonly ask: string })
  | (At & { readonly kind: 'not confirmed'; readonly ask: string; readonly because: string })
  /** No mail until then, by the person's own wish; from now on again when there is no instant. */
  | (At & { readonly kind: 'mail pause'; readonly until?: number })
  /** Whether this person's opens and clicks may be followed. */
  | (At & { readonly kind: 'tracking'; readonly allowed: boolean; readonly reason?: string; readonly evidence?: Evidence })
  /** The mail address of that moment is not written to any more, or may be again. */
  | (At & { readonly kind: 'suppressed'; readonly because: string })
  | (At & { readonly kind: 'suppression lifted'; readonly because: string })
  | (At & { readonly kind: 'merged'; readonly from: string; readonly because: string })
  /** An anonymousId of somebody else (`from`) is this subscriber's from now on, without a merge: two people share the device. */
  | (At & { readonly kind: 'told apart'; readonly from: string; readonly because: string })
  /** A merge was taken back: this is a person of their own again, beside `from`. */
  | (At & { readonly kind: 'taken apart'; readonly from: string; readonly because: string })
  | (At & { readonly kind: 'adopted'; readonly program: string })
  | (At & { readonly kind: 'cut'; readonly because: string })
