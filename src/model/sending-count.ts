// What is counted of the domains that mails come from, a slot of time at a time.

/** What is counted of a sending domain: mails that were let out, by what they were for; hard bounces; complaints. */
export type SendingMeasure = 'advertising' | 'transactional' | 'bounced' | 'complained'

/** A change of a count of a sending domain in one slot of time. */
export interface SendingChange {
  readonly domain: string
  /** When the slot begins, UTC milliseconds. */
  readonly slot: number
  readonly measure: SendingMeasure
  readonly by: number
}
export type SendingCount = Omit<SendingChange, 'by'> & { readonly count: number }
