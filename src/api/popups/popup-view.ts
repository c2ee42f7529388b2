// Popups as their doors see them. Whatever hands them over and keeps them implements this.

/** A popup that may be shown. Everything in it is text, never markup. */
export interface ShownPopup {
  readonly key: string
  readonly title: string
  readonly text: string
  readonly image?: string
  readonly button?: { readonly text: string; readonly url: string }
  readonly placement: string
  readonly hasCloseButton: boolean
  readonly expiresAt: number
  readonly about?: { readonly journey: string; readonly step: string } | undefined
}

/** What a visitor did with a popup. */
export const popupReactions = ['shown', 'clicked', 'closed'] as const
export type PopupReaction = (typeof popupReactions)[number]

export interface PopupView {
  /** Hands over what waits for this subscriber and may be shown now. */
  visit(subscriber: number): Promise<void>
  /** Of these popups, those that may be shown at this instant. */
  open(keys: readonly string[], now: number): readonly ShownPopup[]
  /** What a report of one would be; undefined when it is not known, or says nothing new. `times`: the how many-eth of its kind. Notes nothing. */
  expect(key: string, what: PopupReaction, now: number): { readonly message: ShownPopup; readonly times: number } | undefined
  /** Notes what became of one; of a report that says nothing new, nothing. */
  note(key: string, what: PopupReaction, now: number): void
}
