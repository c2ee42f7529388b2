// What the server tells of a decision: itself, why as data, and what its step does.

/** A sentence as data: its code, and what is filled in. */
export interface Said {
  readonly code: string
  readonly values: Readonly<Record<string, unknown>>
}

export interface Told {
  readonly because: Said | null
  readonly step: { readonly kind: string; readonly about: string | null } | null
}

export interface ToldDecision extends Told {
  readonly decision: Readonly<Record<string, unknown>>
}
