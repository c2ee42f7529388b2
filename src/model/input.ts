// Anything the engine reacts to. Each input carries its instant: the engine has no clock.

import type { ConsentChannel, Evidence } from './consent.ts'

import type { Decision, Lack } from './decision.ts'
import type { DomainStanding } from './domain-standing.ts'

import type { SubscriberEvent } from './event.ts'
import type { Json, JsonObject } from './json.ts'

/** Of a change that is one of many: history lets nobody in, and said again under the same id it changes nothing. */
interface OneOfMany {
  readonly silent?: true
  readonly messageId?: string
}

/** An admin, an import, a link or a form changes a subscriber. */
export type Command =
  | ({ readonly do: 'set attributes'; readonly set: JsonObject; readonly unset?: readonly string[] } & OneOfMany)
  | ({ readonly do: 'join list' | 'leave list'; readonly list: string } & OneOfMany)
  /** Said yes or no to a topic on a channel (email by default). `message`: the key of the message whose link was used. */
  | {
      readonly do: 'subscribe' | 'unsubscribe'
      readonly topic: string
      readonly channel?: ConsentChannel
      readonly message?: string
      readonly reason?: string
      readonly evidence?: Evidence
      /** History: it lets nobody in. */
      readonly silent?: true
      /** Of whoever sends it: said again under the same id, it changes nothing. */
      readonly messageId?: string
    }
  /** The person takes the last no to everything back: what it ended is a yes again, and nothing else becomes one. */
  | { readonly do: 'take back no'; readonly reason?: string; readonly evidence?: Evidence }
  /** Wants mail on these topics to this address: it is asked, by a mail to it, whether that is so. */
  | ({ readonly do: 'ask to confirm' } & OptInRequest)
  /** Whoever reads the mails to that address said yes, by the button of the page behind the mail's link. */
  | { readonly do: 'confirm'; readonly ask: string; readonly evidence?: Evidence }
  /** No mail that is not transactional until this instant, by the person's own wish. */
  | { readonly do: 'pause mail'; readonly until: number }
  | { readonly do: 'end pause' }
  /** Whether this person's opens and clicks may be followed. */
  | { readonly do: 'allow tracking' | 'forbid tracking'; readonly reason?: string; readonly evidence?: Evidence; readonly messageId?: string }
  | { readonly do: 'stop journey'; readonly journey: string }
  /**
   * A mail that corrects one that was sent. `correction` names it among all corrections; `ownTopic`: whose consent is asked, the template's by
   * default. `messageId` is the same for everybody who gets this correction, so that nobody gets it twice.
   */
  | { readonly do: 'correct'; readonly correction: string; readonly template: string; readonly ownTopic?: string; readonly messageId: string }
  /** A kept mail (the key of its effect) once more to the same person; step, template and topic are those of that mail. `messageId`: of the request. */
  | {
      readonly do: 'resend'
      readonly message: string
      readonly step: string
      readonly template: string
      readonly ownTopic?: string
      readonly messageId: string
    }
  /** Asks everything that waits again, and ends what nothing can ever move: the repair of `oncue doctor`. */
  | { readonly do: 'look again' }
  /** The mail address (or phone number) of this moment, or the one that is named, must not be written to any more, until the person says yes to something or has another one. */
  | { readonly do: 'suppress'; readonly reason: string; readonly channel?: 'email' | 'sms'; readonly address?: string }
  /** The mail address (or phone number) of this moment, or the one that is named, may be written to again. What was said about topics stays. */
  | { readonly do: 'lift suppression'; readonly channel?: 'email' | 'sms'; readonly address?: string }
  /**
   * A merge is taken back. `kept` is what this person keeps of the time as one: a state as the engine serializes it, of which passages, entries, open
   * questions, every no and every suppressed address count. `passages: 'stay'`: in a draft, whose passages are its own.
   */
  | { readonly do: 'take apart'; readonly from: string; readonly because: string; readonly kept: Json; readonly passages?: 'stay' }
  /** The person is about to be erased: every passage ends, and what waits is refused. */
  | { readonly do: 'erase' }

/** What somebody asked for by a form, to be confirmed by a mail to the address. */
export interface OptInRequest {
  readonly topics: readonly string[]
  readonly address: string
  /** Attributes that are set once it is confirmed; what is known already stays. */
  readonly set?: JsonObject
  /** Whether following opens and clicks was agreed to as well. */
  readonly tracking?: boolean
  /** The language of the mail, such as "de". */
  readonly locale?: string
  /** Whether the confirmed address takes the place of another one that is known: only where a server said who it is. */
  readonly replaces?: boolean
  /** The anonymousId of the browser in which the form was filled in. */
  readonly device?: string
  readonly evidence?: Evidence
}

export type Input =
  /** Something happened; `at` is when it was received, `position` its place in the log. */
  | { readonly kind: 'event'; readonly at: number; readonly event: SubscriberEvent; readonly position: number }
  /** Time has passed. */
  | { readonly kind: 'time'; readonly at: number }
  /** May this effect be handed over now? */
  | {
      readonly kind: 'authorize'
      readonly at: number
      readonly effect: string
      /** What it must have and has not: then it is refused, unless something else speaks against it first. */
      readonly lacks?: Lack
      /** What it shows of the catalogue, in words. */
      readonly uses?: string
      /** The lookups of its template that found nothing: NAME (COLLECTION); or lack some of a list: NAME (COLLECTION: IDS). */
      readonly nothingFor?: readonly string[]
      /** How sending domains stand that have to be spared. No part of the log: what waits for them leaves no line there. */
      readonly sending?: readonly DomainStanding[]
      /** Whoever asks why wants to hear every rule. No part of the log, and nothing is decided otherwise for it. */
      readonly explains?: 'every rule'
      /** In the log: the second domain that it was sent by. */
      readonly via?: string
      /**
       * In the log: other messages of the person that would have come before it in a cap, and that a stop switch or their domain held back. Neither stands in
       * the log, so whoever goes through it again could not know that their place was free.
       */
      readonly heldRivals?: readonly string[]
    }
  /** What became of a handed-over effect. `unknown`: it may or may not have been transmitted. */
  | { readonly kind: 'outcome'; readonly at: number; readonly effect: string; readonly outcome: 'sent' | 'failed' | 'unknown'; readonly because?: string }
  | { readonly kind: 'command'; readonly at: number; readonly command: Command; readonly source: CommandSource; readonly position: number }
  /** Another subscriber turned out to be the same person; `other` is that state as the engine serialized it. */
  | { readonly kind: 'merge'; readonly at: number; readonly other: Json; readonly because: string }
  /**
   * A new program: memories that the state does not have are filled from the subscriber's own events and decisions, oldest first.
   * `memories` says which are missing and which were filled beforehand; without it every empty one is filled. `triggers`: what the
   * events that started the passages were, for people who move to another version.
   */
  | {
      readonly kind: 'adopt'
      readonly at: number
      readonly history: readonly HistoryEntry[]
      readonly decisions: readonly Decision[]
      readonly memories?: { readonly filled: readonly FilledMemory[]; readonly missing: readonly number[] }
      readonly triggers?: ReadonlyMap<number, JsonObject>
    }

/** A memory's id and what it holds. */
export type FilledMemory = readonly [id: number, content: readonly Json[]]

export type CommandSource = 'api' | 'import' | 'bulk' | 'admin' | 'link' | 'system'

/** One event of a subscriber's past with its place in the log. */
export interface HistoryEntry {
  readonly position: number
  readonly event: SubscriberEvent
}
