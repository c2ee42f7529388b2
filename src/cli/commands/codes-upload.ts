// oncue codes upload FILE --pool NAME: adds codes from a CSV with a column `code`, and `expires` where each has its own end; or one code a line.

import { openRows, type Row } from '../../imports/read-rows.ts'
import { codeForm } from '../../model/code-pool.ts'
import { limits } from '../../model/limits.ts'
import { type AdminSession, adminFlags, doorOf, openAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import { instantOf } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

interface Code {
  readonly code: string
  readonly expiresAt?: number
}

const shownRefusals = 10

export const codesUpload = command({
  name: 'upload',
  summary: 'Add codes to a pool from a CSV with a column "code" (and "expires"), or from a file with one code a line',
  args: {
    file: { type: 'positional', required: true, description: 'The file' },
    pool: { type: 'string', required: true, description: 'The pool', valueHint: 'name' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const session = await openAdmin(doorOf(shell, args))
    const counts = { added: 0, known: 0, refused: 0 }
    try {
      let batch: Code[] = []
      for await (const row of await codeRows(args.file)) {
        const code = codeOf(row)
        if (typeof code === 'string') {
          counts.refused += 1
          if (counts.refused <= shownRefusals) shell.terminal.report(`line ${row.line}: ${printable(code)}\n`)
          continue
        }
        batch.push(code)
        if (batch.length < limits.codeBatch) continue
        await send(session, args.pool, batch, counts)
        batch = []
      }
      if (batch.length > 0 || counts.refused === 0) await send(session, args.pool, batch, counts)
    } finally {
      await session.close()
    }
    const { added, known, refused } = counts
    if (args.json === true) printJson(shell.terminal, { pool: args.pool, ...counts })
    else {
      const more = `${known > 0 ? `, ${known.toLocaleString('en')} known already` : ''}${refused > 0 ? `, ${refused.toLocaleString('en')} lines refused` : ''}`
      shell.terminal.print(`${args.pool}: ${added.toLocaleString('en')} codes added${more}.\n`)
    }
    return refused > 0 ? exitCodes.partly : 0
  },
})

/** With a heading that has `code`, a table; else every line is a code. */
async function codeRows(file: string): Promise<AsyncIterable<Row>> {
  const { rows } = await openRows(file)
  for await (const { row } of rows as AsyncIterable<Row & { readonly row?: object }>) {
    if (row !== undefined && Object.hasOwn(row, 'code')) return (await openRows(file)).rows
    break
  }
  return (await openRows(file, { columns: ['code'] })).rows
}

/** The code of a row, or why it is none. */
function codeOf(row: Row): Code | string {
  if (row.problem !== undefined) return row.problem
  const code = String(row.row['code'] ?? '').trim()
  if (!codeForm.test(code) || code.length > limits.codeCharacters) return `"${code.slice(0, 60)}" is no code`
  const expires = row.row['expires'] ?? ''
  if (expires === '' || expires === null) return { code }
  const expiresAt = String(expires).includes('T') ? instantOf(String(expires)) : undefined
  return expiresAt !== undefined
    ? { code, expiresAt }
    : `expires is "${String(expires).slice(0, 60)}", and must be a time with its zone, such as 2026-12-31T23:59:59+01:00`
}

async function send(session: AdminSession, pool: string, batch: readonly Code[], counts: { added: number; known: number }): Promise<void> {
  if (batch.length === 0) return
  const codes = batch.map(({ code, expiresAt }) => (expiresAt === undefined ? code : { code, expiresAt }))
  const path = `/admin/v1/codes/${encodeURIComponent(pool)}`
  const answer = await session.ask<{ added: number; known: number }>({ method: 'POST', path, body: { codes } })
  counts.added += answer.added
  counts.known += answer.known
}
