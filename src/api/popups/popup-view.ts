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

export interface PopupView {
  /** Hands over what waits for this subscriber and may be shown now. */
  visit(subscriber: number): Promise<void>
  /** Of these popups, those that may be shown at this instant. */
  open(keys: readonly string[], now: number): readonly ShownPopup[]
  /** Notes what became of one; undefined when it is not known. */
  note(key: string, what: 'shown' | 'clicked' | 'closed', now: number): { readonly message: ShownPopup; readonly isNew: boolean } | undefined
}
