// A CSV file as rows by column, as programs for tables write it: quotes, lines within quotes, a comma, semicolon or tab between, a mark at the beginning.

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/** Reads a whole text. */
export function readCsv(text: string): Table {
  const [head = [], ...lines] = cellsOf(text.replace(/^\ufeff/, ''))
  const columns = head.map((one) => one.trim())
  const rows = lines
    .filter((cells) => cells.some((cell) => cell.trim() !== ''))
    .map((cells) => Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])))
  return { columns, rows }
}

function cellsOf(text: string): string[][] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  const between = [';', '\t', ','].reduce((best, one) => (firstLine.split(one).length > firstLine.split(best).length ? one : best), ',')
  const lines: string[][] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  const endLine = (): void => {
    cells.push(cell)
    lines.push(cells)
    cells = []
    cell = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] as string
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === between) {
      cells.push(cell)
      cell = ''
    } else if (letter === '\n') endLine()
    else if (letter !== '\r') cell += letter
  }
  if (cell !== '' || cells.length > 0) endLine()
  return lines
}
