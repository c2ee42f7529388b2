// Addresses as a store keeps them: where people are reached, which are not written to, and what stays of those of the erased.

/** A mail address in lower case, or a phone number. */
export interface Reached {
  readonly subscriber: number
  readonly channel: 'email' | 'sms'
  readonly address: string
  /** Whether a server or the reader of the mails there said that it is theirs; a page alone proves nothing. */
  readonly isVouched: boolean
}
export type ReachChange = Omit<Reached, 'address'> & { readonly address: string | undefined }

export interface SuppressedAddress {
  readonly address: string
  readonly reason: string
  readonly at: number
}
/** `isCurrent`: whether the subscriber is reached there now. */
export type StoredSuppression = SuppressedAddress & { readonly subscriber: number; readonly isCurrent: boolean }
/** A place in the list of them. */
export type SuppressionPlace = Pick<StoredSuppression, 'at' | 'address' | 'subscriber'>

/** What stays of somebody's id or address: a hash under a key that is not in the store. */
export interface Tombstone {
  readonly hash: string
  readonly at: number
}
