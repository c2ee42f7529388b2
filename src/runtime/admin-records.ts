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
export type StoredAuditEntry = AuditEntry & {
  /** 1, 2, 3, ... */
  readonly id: number
  /** It began, and nobody said yet how it ended: it is under way, or the process died in the middle of it. */
  readonly isOpen?: true
}

/** Written before something is done, so that no crash can lose that it was; `token` names it until it has ended. */
export interface BegunAudit {
  readonly token: string
  readonly entry: AuditEntry
}

/** What became of it: the line as it stays; without one nothing was done, and none stays. */
export interface EndedAudit {
  readonly token: string
  readonly entry: AuditEntry | undefined
}

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

/** A change of a definition file that is not published yet, kept beside the file. */
export interface StoredDraft {
  /** Of the file, from the definitions folder, with `/`. */
  readonly path: string
  /** What the file is to say; null to take it away. */
  readonly text: string | null
  /** Hash of the file that the draft was made from; null where there was none. */
  readonly base: string | null
  /** 1, 2, 3, ... with each change of the draft. */
  readonly revision: number
  /** Who changed it last, and when. */
  readonly by: string
  readonly at: number
}

/** A draft as it is from now on; `gone` when there is none any more. */
export type DraftChange = StoredDraft | { readonly path: string; readonly gone: true }

/** What the doors for the team have to keep of one request. */
export interface AdminRecord {
  readonly audit?: AuditEntry
  readonly begun?: BegunAudit
  readonly ended?: EndedAudit
  readonly answer?: AdminAnswer
  readonly drafts?: readonly DraftChange[]
  /** A refused event that was dealt with. */
  readonly droppedLetter?: number
}
