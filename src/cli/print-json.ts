// JSON on standard output, the same for people and for scripts.

import type { Terminal } from './shell.ts'

/** Prints one value. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.print(`${harmless(JSON.stringify(value, null, 2))}\n`)
}

/** Prints `{ "name": [ ... ] }` item by item, so that a long list is never held in memory. Resolves with the number of items. */
export async function printJsonList(terminal: Terminal, name: string, items: AsyncIterable<unknown>): Promise<number> {
  terminal.print(`{\n  ${JSON.stringify(name)}: [`)
  let count = 0
  for await (const item of items) {
    terminal.print(`${count === 0 ? '' : ','}\n    ${harmless(JSON.stringify(item))}`)
    count += 1
  }
  terminal.print(`${count === 0 ? '' : '\n  '}]\n}\n`)
  return count
}

/** JSON leaves some characters that a terminal would obey as they are; written as escapes they mean the same. */
function harmless(json: string): string {
  return json.replaceAll(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
