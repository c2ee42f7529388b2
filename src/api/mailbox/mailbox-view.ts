// The mailbox as its pages see it: mails that were kept instead of sent. Whatever keeps them implements this.

/** A mail in a list. Everything in it may be hostile: it was written by authors and subscribers. */
export interface MailboxEntry {
  /** The effect's key: one mail, one key. */
  readonly key: string
  /** Missing for a mail. */
  readonly channel?: 'sms' | 'popup' | 'webhook'
  readonly from: { readonly name?: string; readonly address: string }
  readonly to: string
  readonly subject: string
  /** When it was handed over, UTC ms. */
  readonly at: number
  /** The first words of the text. */
  readonly preview?: string
  /** Where it comes from, when the mail itself knows. */
  readonly journey?: string
  readonly step?: string
  readonly template?: string
}

/** A mail with everything that would have gone over the wire. */
export interface MailboxMail extends MailboxEntry {
  readonly html: string
  readonly text: string
  /** In the order of the message; a name may occur more than once. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  /** The message as RFC 822 text. */
  readonly source: string
}

export interface MailboxView {
  /** Newest first, at most `limit`; older than the mail named by `before`, when one is. */
  list(query: { readonly before?: string; readonly limit: number }): Promise<readonly MailboxEntry[]>
  /** How many mails are kept. */
  count(): Promise<number>
  get(key: string): Promise<MailboxMail | undefined>
  /** Calls back after each mail that arrives; the returned function stops it. */
  onMail(callback: () => void): () => void
}
