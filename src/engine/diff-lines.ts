// Two definitions as lines of JSON, or two texts, compared line by line: for whoever wants the text and not the meaning.

/** From here on the table of all pairs of lines would take too much; then what is between the common ends is told as taken away and put in. */
const mostPairs = 9_000_000

/** Lines that only the older has with "-", only the newer with "+", both with a blank. */
export function diffLines(older: unknown, newer: unknown): readonly string[] {
  return compared(linesOf(older), linesOf(newer))
}

/** The same for two texts; none where they are equal. */
export function diffTexts(older: string, newer: string): readonly string[] {
  const [before, after] = [older.split('\n'), newer.split('\n')]
  const shorter = Math.min(before.length, after.length)
  let same = 0
  while (same < shorter && before[same] === after[same]) same += 1
  let end = 0
  while (end < shorter - same && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  const [was, is] = [before.slice(same, before.length - end), after.slice(same, after.length - end)]
  if (was.length === 0 && is.length === 0) return []
  const middle = was.length * is.length > mostPairs ? [...was.map((line) => `- ${line}`), ...is.map((line) => `+ ${line}`)] : compared(was, is)
  const kept = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`)
  return [...kept(before.slice(0, same)), ...middle, ...kept(before.slice(before.length - end))]
}

function compared(before: readonly string[], after: readonly string[]): readonly string[] {
  // The longest common run of lines, by length from the end; definitions are short enough for the whole table.
  const common = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  for (let left = before.length - 1; left >= 0; left -= 1) {
    for (let right = after.length - 1; right >= 0; right -= 1) {
      const [row, next] = [common[left] as Uint16Array, common[left + 1] as Uint16Array]
      row[right] = before[left] === after[right] ? (next[right + 1] as number) + 1 : Math.max(next[right] as number, row[right + 1] as number)
    }
  }
  const lines: string[] = []
  let [left, right] = [0, 0]
  while (left < before.length || right < after.length) {
    if (left < before.length && right < after.length && before[left] === after[right]) {
      lines.push(`  ${before[left]}`)
      left += 1
      right += 1
    } else if (right < after.length && (left >= before.length || (common[left]?.[right + 1] ?? 0) > (common[left + 1]?.[right] ?? 0))) {
      lines.push(`+ ${after[right]}`)
      right += 1
    } else {
      lines.push(`- ${before[left]}`)
      left += 1
    }
  }
  return lines.every((line) => line.startsWith('  ')) ? [] : lines
}

function linesOf(value: unknown): readonly string[] {
  return JSON.stringify(value, null, 2).split('\n')
}
