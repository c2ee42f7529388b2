// What a store keeps of the team's doings: who did what, and the answers to requests that may be repeated.

/** Something that somebody of the team did. It names people by number only, so that nothing about them outlives their erasure. */
export interface AuditEntry {
  readonly at: number
  /** The name of the admin key, or of the account on the machine. */
  readonly admin: string
  readonly through: 'api' | 'command line' | 'watch'
  /** The name of the operation, such as "stop". */
  readonly did: string
  readonly subscriber: number | undefined
  /** What the operation says about itself, as JSON text. */
  readonly details: string
}
export type StoredAuditEntry = AuditEntry & { /** 1, 2, 3, ... */ readonly id: number }

export interface AuditQuery {
  readonly subscriber?: number | undefined
  /** Who did it, and what, by their names. */
  readonly admin?: string | undefined
  readonly did?: string | undefined
  /** Since an instant, and before one: UTC milliseconds. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Newest first; continue before this id. */
  readonly before?: number | undefined
  readonly limit: number
}

/** What a request with an idempotency key was answered, for its repetition. */
export interface AdminAnswer {
  readonly admin: string
  readonly key: string
  readonly at: number
  /** Of the request, so that another one under the same key is recognized. */
  readonly fingerprint: string
  readonly status: number
  readonly body: string
}

/** What the doors for the team have to keep of one request. */
export interface AdminRecord {
  readonly audit?: AuditEntry
  readonly answer?: AdminAnswer
}
