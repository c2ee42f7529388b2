// Makes the help of a command fit the terminal: names at the left, what they mean beside them, and no line wider than there is room for. It changes no word.

import { stripVTControlCharacters } from 'node:util'

/** Names that are wider stand on a line of their own. */
const widestName = 26
const indent = 2
/** A line is never broken narrower than this, however narrow the terminal is. */
const narrowest = 40
/** Lines of prose that are wider are hard to read. */
const widest = 110

/** The help as lines of at most so many columns. */
export function fitHelp(usage: string, columns: number): string {
  const width = Math.min(Math.max(columns, narrowest), widest)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors stand behind the spaces that are taken off
  const lines = usage.split('\n').map((line) => line.replaceAll(/\s+((?:\u001b\[\d+m)*)$/g, '$1'))
  const nameWidth = Math.max(0, ...lines.map((line) => visible(rowOf(line)?.name ?? '')).filter((size) => size <= widestName))
  return lines.map((line) => fitLine(line, { width, nameWidth })).join('\n')
}

function fitLine(line: string, { width, nameWidth }: { readonly width: number; readonly nameWidth: number }): string {
  const row = rowOf(line)
  const at = indent + nameWidth + 2
  if (row === undefined) return wrapped(line.replaceAll('|', '| '), { width, hang: line.includes('USAGE') ? 6 : 0 }).replaceAll('| ', '|')
  const means = wrapped(row.means, { width: width - at, hang: 0 }).replaceAll('\n', `\n${' '.repeat(at)}`)
  const space = nameWidth - visible(row.name)
  return `${' '.repeat(indent)}${row.name}${space < 0 ? `\n${' '.repeat(at)}` : ' '.repeat(space + 2)}${means}`
}

/** A name and what it means. */
function rowOf(line: string): { readonly name: string; readonly means: string } | undefined {
  const [, name, means] = /^ +(\S.*?) {4}(\S.*)$/.exec(line) ?? []
  return name === undefined || means === undefined ? undefined : { name: name.trim(), means }
}

function wrapped(text: string, { width, hang }: { readonly width: number; readonly hang: number }): string {
  let done = ''
  let line = ''
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`
    if (line !== '' && visible(next) > width) {
      done += `${line}\n`
      line = ' '.repeat(hang) + word
    } else line = next
  }
  return done + line
}

function visible(text: string): number {
  return stripVTControlCharacters(text).length
}
