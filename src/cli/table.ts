// Tables that fit the terminal: columns as wide as their content, the widest ones cut when the line is too short. What
// strangers sent is shown without its control characters, so that no event can steer the terminal.

export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => string | number | undefined
  /** Numbers stand at the right. */
  readonly align?: 'right'
  /** Never cut: what is copied out of the table. */
  readonly isWhole?: true
  /** On a line of its own below the row where all together are too wide. */
  readonly mayBeBelow?: true
}

const gap = 2
const narrowest = 8
const instant = /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z|never|-?)$/

/** The rows as lines, with a heading; `columns` is the width of the terminal. */
export function table<Row>(rows: readonly Row[], layout: readonly Column<Row>[], columns: number): string {
  const below = layout.filter(({ mayBeBelow }) => mayBeBelow === true)
  if (below.length === 0 || leastWidth(rows, layout) <= columns) return tableOf(rows, layout, columns)
  const beside = layout.filter((column) => !below.includes(column))
  const [heading, ...lines] = tableOf(rows, beside, columns).trimEnd().split('\n')
  const cellsBelow = (row: Row): readonly string[] => below.map(({ value }) => `  ${printable(String(value(row) ?? ''))}`)
  return `${[heading, ...lines.flatMap((line, index) => [line, ...cellsBelow(rows[index] as Row)])].join('\n')}\n`
}

/** How wide the lines are when every column that may be cut is as narrow as can be read. */
function leastWidth<Row>(rows: readonly Row[], layout: readonly Column<Row>[]): number {
  const widths = layout.map(({ title, value, isWhole }) => {
    const width = Math.max(widthOf(title), ...rows.map((row) => widthOf(printable(String(value(row) ?? '')))))
    return isWhole === true ? width : Math.min(width, narrowest)
  })
  return widths.reduce((sum, width) => sum + width, gap * (layout.length - 1))
}

function tableOf<Row>(rows: readonly Row[], layout: readonly Column<Row>[], columns: number): string {
  const cells = rows.map((row) => layout.map(({ value }) => printable(String(value(row) ?? ''))))
  const widths = layout.map(({ title }, index) => Math.max(widthOf(title), ...cells.map((line) => widthOf(line[index] ?? ''))))
  const available = columns - gap * (layout.length - 1)
  const mayShrink = layout.map(({ isWhole }) => isWhole !== true)
  // Half an instant says nothing: those are cut only where cutting all others was not enough.
  const atFirst = mayShrink.map((may, index) => may && !cells.every((line) => instant.test(line[index] ?? '')))
  const fitted = shrink(shrink(widths, { available, mayShrink: atFirst }), { available, mayShrink })
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => pad(cut(text, fitted[index] ?? 0), fitted[index] ?? 0, layout[index]?.align === 'right'))
      .join(' '.repeat(gap))
      .trimEnd()
  return `${[line(layout.map(({ title }) => title)), ...cells.map(line)].join('\n')}\n`
}

/** A text without anything that a terminal would obey. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** Takes from the widest columns until the line fits; no column gets narrower than can be read. */
function shrink(widths: readonly number[], { available, mayShrink }: { readonly available: number; readonly mayShrink: readonly boolean[] }): number[] {
  const fitted = [...widths]
  let excess = fitted.reduce((sum, width) => sum + width, 0) - available
  while (excess > 0) {
    const widest = Math.max(0, ...fitted.filter((_, index) => mayShrink[index]))
    if (widest <= narrowest) break
    const at = fitted.findIndex((width, index) => width === widest && mayShrink[index] === true)
    fitted[at] = widest - 1
    excess -= 1
  }
  return fitted
}

/** A text that is no wider; what is cut ends in an ellipsis. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (widthOf(kept) + widthOf(character) > width - 1) break
    kept += character
  }
  return `${kept}…`
}

function pad(text: string, width: number, isRight: boolean): string {
  const room = ' '.repeat(Math.max(0, width - widthOf(text)))
  return isRight ? room + text : text + room
}

const wide = /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u
const ofNoWidth = /\p{Mark}|\u200d|\ufe0f/u

/** Columns that a text takes: East Asian characters and emoji take two, marks none. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += ofNoWidth.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}
