// Sending domains and the DNS, as the doors know them. src/desks/domain-door.ts answers.

export interface DomainSetup {
  readonly hasKey: boolean
  /** UTC milliseconds; undefined while mails are not signed. */
  readonly signsSince: number | undefined
  readonly records: readonly { readonly what: string; readonly name: string; readonly type: 'TXT' | 'MX'; readonly value: string; readonly why: string }[]
  readonly checkedAt: number | undefined
  /** Checks that failed. */
  readonly failed: readonly string[]
  /** Why its mails are held, where the settings refuse domains that were not checked; undefined where they go. */
  readonly heldBecause: string | undefined
}

export interface DomainFinding {
  readonly check: string
  readonly result: 'pass' | 'warn' | 'fail' | 'unknown'
  readonly found: string
  readonly todo?: string
  readonly demandedBy: readonly string[]
}

export interface DomainDoor {
  isDomain(text: string): boolean
  setup(domain: string): DomainSetup
  /** Makes the key that signs, when there is none. */
  makeKey(domain: string): void
  check(domain: string): Promise<readonly DomainFinding[]>
}
