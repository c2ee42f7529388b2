// Reading within one moment of the file, whatever is written meanwhile.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { withinRead } from '../../src/stores/sqlite/within-read.ts'
import { temporaryFolder } from './temporary-folder.ts'

function openTwice(): { readonly reader: DatabaseSync; readonly writer: DatabaseSync; readonly count: () => unknown } {
  const path = join(temporaryFolder(), 'read.db')
  const [writer, reader] = [new DatabaseSync(path), new DatabaseSync(path)]
  onTestFinished(() => {
    reader.close()
    writer.close()
  })
  writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE line (position INTEGER) STRICT')
  return { reader, writer, count: () => reader.prepare('SELECT count(*) AS lines FROM line').get()?.lines }
}

test('what is read together is of one moment, whatever is written meanwhile, and the next read sees it', () => {
  const { reader, writer, count } = openTwice()
  const seen = withinRead(reader, () => {
    const before = count()
    writer.exec('INSERT INTO line VALUES (1)')
    return [before, count()]
  })
  expect(seen).toEqual([0, 0])
  expect([reader.isTransaction, count()]).toEqual([false, 1])
})

test('a read within a read keeps the moment of the outer one, and a failure leaves none open', () => {
  const { reader, writer, count } = openTwice()
  withinRead(reader, () => {
    const before = count()
    expect(withinRead(reader, count)).toBe(before)
    writer.exec('INSERT INTO line VALUES (1)')
    expect([reader.isTransaction, count()]).toEqual([true, before])
  })
  const fails = (): never => {
    throw new Error('it cannot be read')
  }
  expect(() => withinRead(reader, fails)).toThrow('it cannot be read')
  expect([reader.isTransaction, count()]).toEqual([false, 1])
})
