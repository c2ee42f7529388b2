// Files of rows: dialects of CSV, NDJSON, gzip, and lines that cannot be read.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openRows, type Row, type RowOptions } from '../../src/imports/read-rows.ts'
import { limits } from '../../src/model/limits.ts'
import { newFolder } from '../cli/command-line.ts'

/** Windows-1252, which has the euro where Latin-1 has nothing. */
const latin = (text: string): Buffer => Buffer.from(text.replaceAll('€', '\u0080'), 'latin1')

async function rowsOf(name: string, content: string | Buffer, options: RowOptions = {}): Promise<Row[]> {
  const path = join(await newFolder(), name)
  await writeFile(path, content)
  const rows: Row[] = []
  for await (const row of (await openRows(path, options)).rows) rows.push(row)
  return rows
}

describe('CSV', () => {
  const wanted = [
    { line: 2, row: { id: '1', name: 'Ann' } },
    { line: 3, row: { id: '2', name: 'Bo; b' } },
  ]
  test.each([
    ['commas', 'id,name\n1,Ann\n2,Bo; b\n'],
    ['semicolons and quotes', 'id;name\n1;Ann\n2;"Bo; b"\n'],
    ['tabs, a byte order mark, CRLF', '\ufeffid\tname\r\n1\tAnn\r\n2\tBo; b\r\n'],
    ['gzip', gzipSync('id,name\n1,Ann\n2,Bo; b\n')],
  ] as const)('with %s is read alike', async (_, content) => {
    expect(await rowsOf(typeof content === 'string' ? 'a.csv' : 'a.csv.gz', content)).toEqual(wanted)
  })

  test('without a heading takes the names it is given', async () => {
    expect(await rowsOf('a.csv', '1,Ann\n', { columns: ['id', 'name'] })).toEqual([{ line: 1, row: { id: '1', name: 'Ann' } }])
  })

  test('in Latin-1 keeps its letters', async () => {
    expect(await rowsOf('a.csv', Buffer.from('id,name\n1,Jörg\n', 'latin1'), { encoding: 'latin1' })).toEqual([{ line: 2, row: { id: '1', name: 'Jörg' } }])
  })

  test('as a spreadsheet saves it on Windows keeps its letters, also where some lines are UTF-8', async () => {
    const names = ['Jörg', 'Weiß', '10 €', 'Ann']
    const rows = (texts: readonly Row[]) => texts.map((row) => (row.problem === undefined ? row.row['name'] : row.problem))
    const windows = Buffer.concat(names.map((name, index) => Buffer.concat([Buffer.from(`${index},`), latin(name), Buffer.from('\r\n')])))
    expect(rows(await rowsOf('a.csv', Buffer.concat([Buffer.from('id,name\r\n'), windows])))).toEqual(names)
    expect(rows(await rowsOf('a.csv.gz', gzipSync(Buffer.concat([Buffer.from('id,name\r\n'), windows]))))).toEqual(names)
    const mixed = Buffer.concat([Buffer.from('id,name\n1,Zoë\n2,'), latin('Jörg'), Buffer.from('\n3,Søren')])
    expect(rows(await rowsOf('a.csv', mixed))).toEqual(['Zoë', 'Jörg', 'Søren'])
    const wide = Buffer.from(`\ufeffid\tname\r\n${names.map((name, index) => `${index}\t${name}\r\n`).join('')}`, 'utf16le')
    expect(rows(await rowsOf('a.csv', wide))).toEqual(names)
  })

  test('names the lines that do not fit, and goes on', async () => {
    const rows = await rowsOf('a.csv', 'id,name\n1,Ann\njust one\n2,Bo\n3,too,many\n4,Cy\n')
    const bad = rows.filter((row) => row.problem !== undefined).map(({ line, problem }) => `${line}: ${problem}`)
    expect(bad).toEqual(['3: the row has 1 columns, and the heading has 2', '5: the row has 3 columns, and the heading has 2'])
    expect(rows.flatMap((row) => (row.problem === undefined ? [row.row['id']] : []))).toEqual(['1', '2', '4'])
  })
})

describe('NDJSON', () => {
  test('is recognized by its name or its first character', async () => {
    const wanted = [
      { line: 1, row: { a: 1 } },
      { line: 3, row: { a: { b: 2 } } },
    ]
    expect(await rowsOf('a.ndjson', '{"a":1}\n\n{"a":{"b":2}}')).toEqual(wanted)
    expect(await rowsOf('events', gzipSync('{"a":1}\n\n{"a":{"b":2}}\n'))).toEqual(wanted)
  })

  test('names the lines that are no objects, and goes on', async () => {
    const rows = await rowsOf('a.jsonl', '{"a":1}\n{"a":\n[1]\n{"a":2}\n')
    expect(rows.map((row) => (row.problem === undefined ? row.line : `${row.line}: ${row.problem.split(':')[0]}`))).toEqual([
      1,
      '2: the line is not JSON',
      '3: the line is not a JSON object',
      4,
    ])
  })
})

test('a file that ends in the middle of its gzip says so, after what could be read', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `{"n":${index},"noise":"${Math.imul(index, 2654435761)}"}\n`).join('')
  const whole = gzipSync(lines)
  await expect(rowsOf('a.ndjson.gz', whole.subarray(0, whole.length >> 1))).rejects.toThrow(
    /a\.ndjson\.gz is packed with gzip and cannot be read to its end: it is damaged, or not whole/,
  )
})

test('a file that is no table of text is refused as a whole, with what to do', async () => {
  const damaged = Buffer.from([0x1f, 0x8b, ...Buffer.from('garbage and more garbage')])
  await expect(rowsOf('a.csv.gz', damaged)).rejects.toThrow('a.csv.gz is packed with gzip and cannot be read to its end: it is damaged, or not whole.')
  const workbook = Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04]), Buffer.alloc(200)])
  for (const bytes of [workbook, gzipSync(workbook)]) {
    await expect(rowsOf('people.xlsx', bytes)).rejects.toThrow('people.xlsx is a workbook or a ZIP archive, and no table of text. Save the table as CSV')
  }
  await expect(rowsOf('people.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]))).rejects.toThrow('people.xls is a workbook')
  await expect(rowsOf('picture.csv', Buffer.from('\x89PNG\r\0\0\0IHDR'))).rejects.toThrow('picture.csv is no table of text')
})

test('a missing file and a folder say so', async () => {
  await expect(openRows('/nonexistent.csv')).rejects.toThrow('there is no file /nonexistent.csv')
  await expect(openRows(await newFolder())).rejects.toThrow('is not a file')
})

test('a file of which no row fits its heading is left alone before it fills the memory', async () => {
  const rows = 'x\n'.repeat(limits.importUnreadRows)
  await expect(rowsOf('a.csv', `a,b\n${rows}x\n`)).rejects.toThrow('too many rows one after another')
  expect(await rowsOf('a.csv', `a,b\n${rows}1,2\n`)).toHaveLength(limits.importUnreadRows + 1)
  const long = `${'x'.repeat(limits.importLineCharacters + 10)}\n`
  await expect(rowsOf('a.csv.gz', gzipSync(`a,b\n${long.repeat(21)}`))).rejects.toThrow('too many rows one after another')
})

test('a line without end in its depth is refused like any other that no event has', async () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(await rowsOf('a.ndjson', `${deep}\n{"a":[[1]]}\n`)).toMatchObject([
    { line: 1, problem: 'the line is nested deeper than 32 levels' },
    { line: 2, row: { a: [[1]] } },
  ])
})
