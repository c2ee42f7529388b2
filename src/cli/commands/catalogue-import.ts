// oncue catalogue import FILE: brings items in from CSV or NDJSON. Without --yes it shows which column fills what and which rows cannot be read, and
// changes nothing.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { openRows } from '../../imports/read-rows.ts'
import type { RowMapping } from '../../model/catalogue-row.ts'
import { type AdminSession, adminFlags, doorOf, openAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure, exitCodes, usageFailure } from '../command-failure.ts'
import type { Refusal } from '../import/import-events.ts'
import { type ItemCounts, putItems, type ReadRow, type Repeated, readableItems, watchRepeated } from '../import/import-items.ts'
import { collectionNamed } from '../import/listed-collection.ts'
import { rowFlags, rowOptionsOf } from '../import/row-options.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { printable } from '../table.ts'

const shownRefusals = 10
const shownItems = 2

export const catalogueImport = command({
  name: 'import',
  summary: 'Import items from CSV or NDJSON: shows what would happen, and does it with --yes',
  args: {
    file: { type: 'positional', required: true, description: 'The file: .csv, .tsv, .ndjson, .jsonl, each also .gz' },
    collection: { type: 'string', required: true, description: 'The collection that it goes into', valueHint: 'name' },
    map: {
      type: 'string',
      description: 'ATTRIBUTE=COLUMN where they are called differently: id=sku, title:de=name_de; several with commas',
      valueHint: 'mapping',
    },
    replace: { type: 'boolean', description: 'The file is the whole collection: what is not in it is removed' },
    confirm: { type: 'boolean', description: 'With --replace: also when it removes much' },
    yes: { type: 'boolean', description: 'Import' },
    delimiter: rowFlags.delimiter,
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    const named = mappingOf(all('map'))
    const file = await openRows(args.file, rowOptionsOf({ delimiter: args.delimiter }))
    const session = await openAdmin(doorOf(shell, args))
    try {
      const { definition, items } = await collectionNamed(session, args.collection)
      const run = new Run(shell.terminal, args.json === true)
      const readable = readableItems({ collection: definition, named, rows: file.rows, onRefused: run.refused, onMapped: run.mapped })
      const rows = watchRepeated(readable, run.repeated)
      if (args.yes !== true) {
        await run.preview(rows, { file: args.file, items })
        return run.counts.refused > 0 ? exitCodes.partly : 0
      }
      const load = args.replace === true ? (await ask<{ load: number }>(session, args.collection, 'loads', {})).load : undefined
      await putItems(session, args.collection, rows, { load, counts: run.counts, onRefused: run.refused })
      const removed = load === undefined ? 0 : await finish(session, args.collection, { load, refused: run.counts.refused, isConfirmed: args.confirm === true })
      run.summary({ file: args.file, collection: args.collection, removed })
      return run.counts.refused > 0 ? exitCodes.partly : 0
    } finally {
      await session.close()
    }
  },
})

function mappingOf(flags: readonly string[]): Record<string, string> {
  const pairs = flags.flatMap((flag) => flag.split(',')).map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()])
  const wrong = flags.flatMap((flag) => flag.split(',')).find((pair) => !/^[^=]+=.+$/.test(pair.trim()))
  if (wrong !== undefined) throw usageFailure(`--map "${wrong}" is not ATTRIBUTE=COLUMN`, 'as in --map id=sku,title=name')
  return Object.fromEntries(pairs)
}

function ask<Result>(session: AdminSession, collection: string, what: string, body: object): Promise<Result> {
  return session.ask<Result>({ method: 'POST', path: `/admin/v1/catalogue/${encodeURIComponent(collection)}/${what}`, body })
}

interface Finish {
  readonly load: number
  readonly refused: number
  readonly isConfirmed: boolean
}

/** How many items were removed. */
async function finish(session: AdminSession, collection: string, { load, refused, isConfirmed }: Finish): Promise<number> {
  const body = { refused, ...(isConfirmed ? { confirm: true } : {}) }
  const answer = await ask<{ finished: boolean; removed: number; missing: number; items: number }>(session, collection, `loads/${load}/finish`, body)
  if (answer.finished) return answer.removed
  const lost = `${answer.missing.toLocaleString('en')} of ${answer.items.toLocaleString('en')} items`
  throw new CommandFailure(
    `the rows of the file were taken in, but nothing was removed: ${lost} are not in it${refused > 0 ? `, and ${refused} rows cannot be read` : ''}`,
    {
      fix: 'if that is right, import it once more with --confirm',
    },
  )
}

class Run {
  readonly counts: ItemCounts = { added: 0, changed: 0, unchanged: 0, refused: 0 }
  readonly #terminal: Terminal
  readonly #isJson: boolean
  readonly #refusals: Refusal[] = []
  #mapping: RowMapping | undefined
  #repeats = 0
  #firstRepeated: Repeated | null = null

  constructor(terminal: Terminal, isJson: boolean) {
    this.#terminal = terminal
    this.#isJson = isJson
  }

  readonly mapped = (mapping: RowMapping): void => {
    this.#mapping = mapping
  }

  readonly refused = (refusal: Refusal): void => {
    this.counts.refused += 1
    if (this.#refusals.length < shownRefusals) this.#refusals.push(refusal)
  }

  readonly repeated = (repeated: Repeated): void => {
    this.#repeats += 1
    this.#firstRepeated ??= repeated
  }

  /** Reads all of it and changes nothing. */
  async preview(rows: AsyncIterable<ReadRow>, about: { readonly file: string; readonly items: number }): Promise<void> {
    const first: ReadRow[] = []
    let readable = 0
    for await (const row of rows) {
      if (first.length < shownItems) first.push(row)
      readable += 1
      if (readable % 1000 === 0) await nextTurn()
    }
    const columns = Object.fromEntries(this.#mapping?.columns ?? [])
    const unused = this.#mapping?.unused ?? []
    if (this.#isJson) {
      const sample = first.map(({ raw }) => raw)
      return printJson(this.#terminal, {
        file: about.file,
        columns,
        unused,
        readable,
        refused: this.counts.refused,
        ...this.#repeatsJson(),
        refusals: this.#refusals,
        sample,
      })
    }
    const { print } = this.#terminal
    print(`${about.file}: ${number(readable)} rows can be read, ${number(this.counts.refused)} cannot. The collection has ${number(about.items)} items.\n`)
    for (const [attribute, column] of Object.entries(columns)) print(`  ${attribute} is column ${printable(column)}\n`)
    if (unused.length > 0) print(`  not taken in: ${unused.map(printable).join(', ')}\n`)
    for (const { raw } of first) print(`  such as ${printable(JSON.stringify(raw)).slice(0, 300)}\n`)
    this.#printWrong()
    print('Nothing was imported. With --yes it is.\n')
  }

  summary({ file, collection, removed }: { readonly file: string; readonly collection: string; readonly removed: number }): void {
    const { added, changed, unchanged, refused } = this.counts
    const said = { file, collection, added, changed, unchanged, removed, refused, ...this.#repeatsJson(), refusals: this.#refusals }
    if (this.#isJson) return printJson(this.#terminal, said)
    this.#printWrong()
    const parts = [`${number(added)} items added`, `${number(changed)} changed`, `${number(unchanged)} as they were`]
    if (removed > 0) parts.push(`${number(removed)} removed`)
    if (refused > 0) parts.push(`${number(refused)} rows refused; what they are about stays as it was`)
    this.#terminal.print(`${collection}: ${parts.join(', ')}.\n`)
  }

  #repeatsJson() {
    return { repeated: this.#repeats, firstRepeated: this.#firstRepeated }
  }

  #printWrong(): void {
    for (const { line, reason } of this.#refusals) this.#terminal.report(`line ${line}: ${printable(reason)}\n`)
    const more = this.counts.refused - this.#refusals.length
    if (more > 0) this.#terminal.report(`... and ${number(more)} more lines\n`)
    if (this.#firstRepeated === null) return
    const { id, line, earlier } = this.#firstRepeated
    const rows = this.#repeats === 1 ? '1 row repeats' : `${number(this.#repeats)} rows repeat`
    this.#terminal.report(`${rows} the id of an earlier one (the first: ${printable(id)} in lines ${earlier} and ${line}); the last row of each counts\n`)
  }
}

function number(value: number): string {
  return value.toLocaleString('en')
}
