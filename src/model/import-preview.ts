// What an import would set off.

export interface ImportPreview {
  readonly events: number
  readonly people: number
  /** False when there are more people in the file than were looked at: then the numbers are at least these. */
  readonly isWhole: boolean
  /** Only those that somebody would enter or be sent something by, at once or within a day. */
  readonly journeys: readonly { readonly journey: string; readonly entered: number; readonly messages: number }[]
}
