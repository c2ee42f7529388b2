// The table of docs/reference/time-zones.md as data: reads the rows from the page, and writes the page with other results. Decides nothing.

import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { JsonObject } from '../../src/model/json.ts'

export const page = 'docs/reference/time-zones.md'

/** One line of a table. All instants are UTC. */
export interface Row {
  /** The heading that the table stands under. */
  readonly kind: string
  readonly zone: string
  /** The subscriber's zone changes to `to` while waiting. */
  readonly change: { readonly at: string; readonly to: string } | undefined
  /** When the step is entered. */
  readonly begins: string
  /** What the journey's file says. */
  readonly written: JsonObject | string
  /** The date that the triggering event carries. */
  readonly date: string | undefined
  /** The instants at which it goes on, or at which a condition turns. */
  readonly result: readonly string[]
  readonly wall: string
  readonly line: number
}

const resultColumns = ['goes on (UTC)', 'turns (UTC)']

export function readRows(text = readFileSync(page, 'utf8')): readonly Row[] {
  const rows: Row[] = []
  let kind = ''
  let columns: readonly string[] = []
  for (const [line, content] of text.split('\n').entries()) {
    if (content.startsWith('## ')) kind = content.slice(3)
    if (!content.startsWith('|')) columns = []
    else if (columns.length === 0) columns = cellsOf(content)
    else if (content.startsWith('| ') && columns.some((column) => resultColumns.includes(column))) {
      rows.push(rowOf(kind, line, Object.fromEntries(cellsOf(content).map((cell, index) => [columns[index], cell]))))
    }
  }
  return rows
}

/** The page with these results in its rows. */
export function withResults(text: string, results: readonly { readonly line: number; readonly result: readonly string[]; readonly wall: string }[]): string {
  const lines = text.split('\n')
  for (const { line, result, wall } of results) {
    const cells = cellsOf(lines[line] as string)
    lines[line] = `| ${[...cells.slice(0, -2), result.length === 0 ? 'never' : result.join(', '), wall].join(' | ')} |`
  }
  return lines.join('\n')
}

function rowOf(kind: string, line: number, cells: { readonly [column: string]: string }): Row {
  const { zone = '', begins = '', written = '', date, changes } = cells
  const [at, to] = changes?.split(' to ') ?? []
  const resultCell = cells['goes on (UTC)'] ?? cells['turns (UTC)'] ?? ''
  return {
    kind,
    zone,
    change: at === undefined || to === undefined ? undefined : { at: instant(at), to },
    begins: instant(begins),
    written: parse(written.replaceAll('`', '')) as JsonObject | string,
    date: date?.replaceAll('`', ''),
    result: resultCell === 'never' ? [] : resultCell.split(', '),
    wall: cells['on the wall'] ?? '',
    line,
  }
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

function instant(cell: string): string {
  return `${cell.replace(' ', 'T')}:00Z`
}
