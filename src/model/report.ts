// What is reported about a message after it was handed over, whoever reports it: a bounce mail, a provider's webhook, a link of the mail.

/** Who opened or clicked: a person, a proxy that fetches for a person who looks, or a machine of its own accord. */
export const visitors = ['human', 'proxy', 'machine'] as const
export type Visitor = (typeof visitors)[number]

/** What is known about the bounce of a message, by RFC 3463 and RFC 3464. */
export interface BounceWords {
  /** Whether no mail will ever arrive there. */
  readonly hard: boolean
  /** Such as 5.1.1, when one is known. */
  readonly status?: string
  /** What the other server said, or what it amounts to. */
  readonly reason?: string
  /** Whoever was to send it never did, for what the mail or the account is about: it says nothing about the address. */
  readonly unsent?: true
}

export type Report = {
  /** The same for every repetition of the same report, and for no other. */
  readonly id: string
  /** When it happened, UTC milliseconds. */
  readonly at: number
} & (
  | { readonly kind: 'delivered' }
  | ({ readonly kind: 'bounced' } & BounceWords)
  | { readonly kind: 'complained'; readonly reason?: string }
  /** A popup was closed without a click. */
  | { readonly kind: 'closed' }
  /** `rule` names the rule that told by whom. */
  | { readonly kind: 'opened'; readonly by: Visitor; readonly rule: string }
  | { readonly kind: 'clicked'; readonly by: Visitor; readonly rule: string; readonly link: string }
)
