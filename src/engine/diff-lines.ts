// Two definitions as lines of JSON, compared line by line: for whoever wants the text and not the meaning.

/** Lines that only the older has with "-", only the newer with "+", both with a blank. */
export function diffLines(older: unknown, newer: unknown): readonly string[] {
  const [before, after] = [linesOf(older), linesOf(newer)]
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
