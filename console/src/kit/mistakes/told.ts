// What the server tells of a problem of what was authored: in English, and as data.

export interface Told {
  readonly message: string
  readonly fix?: string | null | undefined
  readonly said?: { readonly message: SaidMistake; readonly fix: SaidMistake | null }
}
export interface SaidMistake {
  readonly code: string
  readonly values: { readonly [name: string]: unknown }
}
