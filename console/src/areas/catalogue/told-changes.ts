// What a collection tells of its changes, as its file says it and as the window about it asks for it. What the window does not know stays as it was written.

export interface ToldChanges {
  readonly isBackInStock: boolean
  /** Percent; empty where a lower price is not told. */
  readonly priceDrop: string
  /** The event of those who asked; empty for those who looked at it or put it into their cart. */
  readonly event: string
  /** Days; empty for as many as usual. */
  readonly days: string
}

type Written = Readonly<Record<string, unknown>>

/** Read from `tells` of the file, whatever stands there. */
export function toldChanges(tells: unknown): ToldChanges {
  const { backInStock, priceDrop, who, within } = (typeof tells === 'object' && tells !== null ? tells : {}) as Written
  const first = Array.isArray(who) ? (who[0] as Written | undefined)?.['event'] : undefined
  return {
    isBackInStock: backInStock === true,
    priceDrop: typeof priceDrop === 'number' ? String(priceDrop) : '',
    event: typeof first === 'string' ? first : '',
    days: /^(\d+)d$/.exec(typeof within === 'string' ? within : '')?.[1] ?? '',
  }
}

/** What is written: undefined where nothing is told. `before` is what stood there. */
export function tellsOf({ isBackInStock, priceDrop, event, days }: ToldChanges, before: unknown): Written | undefined {
  if (!isBackInStock && priceDrop === '') return undefined
  const old = (typeof before === 'object' && before !== null ? before : {}) as Written
  const isSameEvent = toldChanges(before).event === event
  const who = isSameEvent ? old['who'] : event === '' ? undefined : [{ event, id: 'product_id' }]
  const within = days === toldChanges(before).days ? old['within'] : days === '' ? undefined : `${days}d`
  return {
    ...(priceDrop === '' ? {} : { priceDrop: Number(priceDrop) }),
    ...(isBackInStock ? { backInStock: true } : {}),
    ...(who === undefined ? {} : { who }),
    ...(within === undefined ? {} : { within }),
  }
}
