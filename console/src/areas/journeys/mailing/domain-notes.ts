// What a sending domain means for a mail to many: a new one lets out so many a day, and one that receivers complained of is slowed or stopped. What cannot leave
// today waits, so a mail that stands still says why.

export interface StandingDomain {
  readonly domain: string
  readonly advertising: 'goes' | 'waits' | 'slowed' | 'stopped'
  readonly perHour: number | null
  /** `again`: when the next day of the warm-up begins, UTC milliseconds. */
  readonly warmUp: { readonly number: number; readonly sent: number; readonly again: number } | null
}

export interface DomainNote {
  readonly domain: string
  /** Of its words: domain.KEY. */
  readonly key: 'new' | 'waits' | 'slowed' | 'stopped'
  /** How many more today, or at most in an hour. */
  readonly count: number
  /** When it goes on, UTC milliseconds; undefined where no clock says it. */
  readonly again: number | undefined
}

/** Of those domains that do not let everything out at once. */
export function domainNotes(domains: readonly StandingDomain[]): readonly DomainNote[] {
  return domains.flatMap(({ domain, advertising, perHour, warmUp }): readonly DomainNote[] => {
    if (advertising === 'stopped') return [{ domain, key: 'stopped', count: 0, again: undefined }]
    if (advertising === 'slowed') return [{ domain, key: 'slowed', count: perHour ?? 0, again: undefined }]
    if (warmUp === null) return []
    const left = Math.max(0, warmUp.number - warmUp.sent)
    return [{ domain, key: advertising === 'waits' ? 'waits' : 'new', count: left, again: warmUp.again }]
  })
}
