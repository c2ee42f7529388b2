// What came with an event or a command, as one line that can be read: its first values, without what nobody knows.

export type Values = Readonly<Record<string, unknown>>

/** "product_id: p1 · price: 49"; `called` says how a value is called. */
export function valuesInLine(data: Values, called: (name: string) => string = (name) => name): string {
  const parts = Object.entries(data).flatMap(([name, value]) => {
    if (name === 'context' || value === null || value === undefined) return []
    if (value === '') return [name]
    return [`${called(name)}: ${typeof value === 'object' ? '…' : String(value)}`]
  })
  return parts.slice(0, 5).join(' · ') || '…'
}
