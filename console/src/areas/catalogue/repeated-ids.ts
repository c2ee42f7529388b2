// Rows of a file that speak of what an earlier row spoke of already, as feeds do that list an item once for each category.

export interface RepeatedIds {
  readonly count: number
  readonly id: string
  /** The first row that repeats one, and the row before it; a heading stands in line 1. */
  readonly line: number
  readonly earlier: number
}

/** Undefined where no id stands twice. Rows without one repeat none. */
export function repeatedIds(rows: readonly Readonly<Record<string, string>>[], column: string): RepeatedIds | undefined {
  const lines = new Map<string, number>()
  let found: RepeatedIds | undefined
  for (const [index, row] of rows.entries()) {
    const id = (row[column] ?? '').trim()
    const earlier = lines.get(id)
    if (id === '') continue
    if (earlier !== undefined) found = found === undefined ? { count: 1, id, line: index + 2, earlier } : { ...found, count: found.count + 1 }
    lines.set(id, index + 2)
  }
  return found
}
