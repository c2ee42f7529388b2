// The port to a way of reaching somebody. A channel hands one rendered message over and says what became of it.

import type { ChannelName } from '../model/channel-names.ts'

/** A rendered mail, complete but for the transport. */
export interface EmailMessage {
  readonly kind: 'email'
  /** The effect's key; the Message-ID and any provider's idempotency key are made from it. */
  readonly key: string
  readonly from: { readonly name?: string; readonly address: string }
  readonly to: string
  readonly replyTo?: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly messageId: string
  /** Where it is sent back to when it cannot be delivered; the sender's own address unless told. */
  readonly returnPath?: string
  /** One-click unsubscribe address (RFC 8058). */
  readonly unsubscribeUrl?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly date: number
  /** Where the mail comes from, for whoever keeps or shows it. Never transmitted. */
  readonly about?: { readonly journey: string; readonly step: string; readonly template?: string; readonly subscriber: string }
}

export interface WebhookMessage {
  readonly kind: 'webhook'
  readonly key: string
  readonly url: string
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'GET' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Standard Webhooks id: stable over retries. */
  readonly webhookId: string
  /** How long the answer may take; the channel's own limit when it is not said. */
  readonly timeoutMs?: number
  /** UTC ms of this attempt. */
  readonly attemptedAt: number
}

/** A rendered text message. */
export interface SmsMessage {
  readonly kind: 'sms'
  readonly key: string
  /** E.164. */
  readonly to: string
  readonly text: string
  readonly date: number
  /** Where the provider reports what became of it; undefined when nobody listens. */
  readonly statusUrl?: string
  readonly about?: EmailMessage['about']
}

/** A rendered popup, on its way to a browser that asked. */
export interface PopupMessage {
  readonly kind: 'popup'
  readonly key: string
  readonly title: string
  readonly text: string
  readonly image?: string
  readonly button?: { readonly text: string; readonly url: string }
  readonly placement: 'center' | 'top' | 'bottom' | 'bottom-right' | 'bottom-left'
  readonly times: number
  readonly everyMs: number
  readonly hasCloseButton: boolean
  /** Not shown at or after it. */
  readonly expiresAt: number
  readonly date: number
  readonly about?: EmailMessage['about']
}

export type OutgoingMessage = EmailMessage | WebhookMessage | SmsMessage | PopupMessage

/**
 * What became of one attempt, named by what happens next.
 * sent: the other side took responsibility · retry: nothing was handed over, try again later; `wayIsDown`: nor would any other message
 * · held: nothing was tried, because no mail may come from its domain yet; it waits until that is asked anew (Runtime.askHeldAgain)
 * · rejected: never try again · unknown: it may have been handed over.
 */
export type AttemptOutcome =
  | { readonly kind: 'sent'; readonly detail?: string }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number; readonly wayIsDown?: true }
  | { readonly kind: 'held'; readonly reason: string; readonly domain: string }
  | { readonly kind: 'rejected'; readonly reason: string; readonly addressIsBad?: boolean }
  | { readonly kind: 'unknown'; readonly reason: string }

/** Somebody whom everybody has to forget. */
export interface ErasedPerson {
  /** The person's number, and those of everybody who was found to be the same person. */
  readonly numbers: readonly number[]
  readonly ids: readonly string[]
  readonly addresses: readonly string[]
}

/** Keeps something about people outside the store, such as mails. */
export interface Keeper {
  /** Resolves when nothing about the person can be found with it any more, in its files either. */
  erase(person: ErasedPerson): Promise<void>
}

export interface Channel {
  readonly name: ChannelName
  /** Milliseconds after an attempt for which the other side takes the same message in only once; it is 0 unless told. */
  readonly recognizesRepeatsMs?: number
  /** How many messages may be handed over now, or the instant (UTC milliseconds) until which none should; any number unless told. */
  readonly admits?: () => { readonly messages: number } | { readonly until: number }
  /** The message as it goes over the wire, where it is bytes of a form of its own; undefined for one that `deliver` will refuse. */
  layOut?(message: OutgoingMessage): Promise<Uint8Array | undefined>
  /** Never throws: every failure is an outcome. Where the message was laid out, exactly these bytes are transmitted. */
  deliver(message: OutgoingMessage, laid?: Uint8Array): Promise<AttemptOutcome>
  close(): Promise<void>
}
