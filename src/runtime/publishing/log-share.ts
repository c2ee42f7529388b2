// How several readers share a log.

/** People who are looked at together, so that several readers may share a log. The same object is given for each range. */
export interface LogShare {
  readonly index: number
  readonly of: number
  /** Numbers that were merged away, with those that they lead to, as `merges` told before anybody began to read. */
  readonly moved: readonly (readonly [from: number, into: number])[]
  readonly names?: readonly string[] | undefined
  /** Only entries whose text says `"silent":true` somewhere: those of historical imports are among them. */
  readonly isSilent?: boolean
}
