// What the window before a publication is told, and what the server says that a publication means.

import type { ReactNode } from 'react'

export interface PublishProps {
  /** Files whose drafts are published. */
  readonly paths: readonly string[]
  /** What they are, as people call it. */
  readonly name: string
  /** Resolves once everything that was typed is at the server; false when it could not be kept. */
  readonly settled?: () => Promise<boolean>
  /** Steps that people of a step that goes may be sent to. */
  readonly targets?: readonly string[]
  /** Sentences of what is worth a look before. */
  readonly warnings?: readonly string[]
  /** A picture of what changes. */
  readonly drawing?: (changes: readonly JourneyChange[]) => ReactNode
  /** What it comes to in a few sentences, above everything else; who says so says what is to be expected, too. */
  readonly summary?: ReactNode
  /** What the window asks instead of "Publish it?". */
  readonly title?: string
  /** What the button says instead of "Publish". */
  readonly button?: string
  /** Done right before it is published, once the button was pressed. */
  readonly beforePublishing?: (() => Promise<void>) | undefined
  readonly onClose: () => void
  readonly onPublished?: () => void
}

export interface JourneyChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly step: string | null
  readonly words: string
  /** The same as data. */
  readonly said: { readonly code: string; readonly [name: string]: unknown }
}

export interface JourneyPreview {
  readonly journey: string
  readonly change: 'new' | 'changed' | 'same' | 'retired'
  readonly from: number | null
  readonly to: number | null
  readonly changes: readonly JourneyChange[]
  readonly inside: number
  readonly steps: readonly {
    readonly version: number
    readonly step: string
    readonly people: number
    readonly change: 'same' | 'changed' | 'removed'
    readonly goTo: string
  }[]
  readonly existing: number | null
}

export interface Preview {
  readonly journeys: readonly JourneyPreview[]
  /** With +, ~ or - before their names. */
  readonly templates: readonly string[]
  readonly segments: readonly string[]
  readonly hasWorkspaceChanged: boolean
  /** Messages that were put off and are asked about at once; null where neither limits nor quiet hours change. */
  readonly putOff: number | null
  readonly newMemories: number
  readonly logEntries: number
  readonly questions: readonly string[]
  /** The same as data. */
  readonly asked: readonly { readonly code: string; readonly [name: string]: unknown }[]
}
