// What the door of recorded cases asks of whoever makes tests of what happened.

export interface CaseDoor {
  /** Says why not where the journey is not in force, or where nothing is left of what happened to the person. */
  record(subscriber: number, journey: string): Promise<RecordedTest | 'no such journey' | 'nothing left'>
}

export interface RecordedTest {
  /** The test as its file would say it, in YAML. */
  readonly yaml: string
  readonly expected: 'each time' | 'at the end' | 'otherwise'
  readonly leftOut: readonly { readonly what: string; readonly times: number }[]
  readonly isCut: boolean
}
