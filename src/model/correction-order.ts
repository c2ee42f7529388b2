// An order to correct what was sent: which messages were wrong, and the mail that goes to exactly those who got one.

import type { StopScope } from './stop.ts'

/** Which messages may be corrected together. */
export type CorrectableScope = Exclude<StopScope, { readonly domain: string }>

export interface CorrectionOrder {
  /** Names it among all; the step of its messages. */
  readonly id: string
  /** What was wrong. */
  readonly scope: CorrectableScope
  /** Only what was decided from then on, and until then; UTC milliseconds. */
  readonly since: number
  readonly until: number
  /** The mail that corrects. */
  readonly template: string
  /** Whose consent is asked; the template's own by default. */
  readonly topic?: string
  /** Also to those of whom nobody knows whether they got it. */
  readonly inDoubt: boolean
  readonly because: string
}

/** What became of the messages that were wrong, and how many people the correction is for. */
export interface Affected {
  readonly sent: number
  /** Nobody knows whether it was transmitted. */
  readonly unknown: number
  /** Being handed over right now: it is not known yet. */
  readonly onItsWay: number
  /** Waits, or is held back. */
  readonly held: number
  /** Refused or failed. */
  readonly notSent: number
  readonly people: number
}

/** What would become of the mail that corrects, for the people whom it is for, at the moment at which that was asked. */
export interface CorrectionReach {
  readonly atOnce: number
  /** After quiet hours, or when a frequency cap has room. */
  readonly later: number
  /** Behind a stop switch. */
  readonly held: number
  /** Never, by why not: said no since, no address, ... */
  readonly refused: Readonly<Record<string, number>>
}

export interface CorrectionReport {
  readonly order: CorrectionOrder
  readonly by: string
  readonly at: number
  /** going on: more people are still to be found · ordered: everybody's mail was decided. */
  readonly state: 'going on' | 'ordered'
  /** Of those who were found when everybody was; undefined before. */
  readonly affected: Affected | undefined
  /** What became of the mails that correct. */
  readonly told: { readonly queued: number; readonly sent: number; readonly failed: number; readonly refused: number; readonly unknown: number }
}
