// What a store keeps of an erasure while it is under way.

/** An erasure that has begun: where the person's traces are still to be looked for. */
export interface Erasure {
  readonly subscriber: number
  readonly at: number
  /** Ends of the chains of the log that are not blank yet. */
  readonly chains: readonly number[]
  /** Numbers, ids and addresses that others may have kept too; forgotten when the erasure is finished. The first number is the subscriber's. */
  readonly numbers: readonly number[]
  readonly ids: readonly string[]
  readonly addresses: readonly string[]
}
