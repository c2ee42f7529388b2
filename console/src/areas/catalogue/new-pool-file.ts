// The file of a new pool of discount codes.

export interface NewPool {
  readonly pool: string
  /** Empty for none. */
  readonly description: string
  readonly source: 'uploaded' | 'generated'
  /** How many days a code is good after it was given; empty: for ever, or as its own line of the upload says. */
  readonly days: string
}

/** What a pool may be called: journeys and addresses name it. */
export const poolName = /^[a-z][a-z0-9_-]{0,63}$/

/** Its text: YAML, each value as JSON. */
export function newPoolText({ pool, description, source, days }: NewPool): string {
  return [
    `codes: ${JSON.stringify(pool)}`,
    ...(description === '' ? [] : [`description: ${JSON.stringify(description)}`]),
    ...(source === 'generated' ? ['generate: {}'] : []),
    ...(days === '' ? [] : [`expires: ${days}d`]),
    '',
  ].join('\n')
}
