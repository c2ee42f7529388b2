// What strangers sent is shown in the operator's terminal, and must not steer it.

import { expect, test } from 'vitest'
import { CommandFailure } from '../../src/cli/command-failure.ts'
import { printJson, printJsonList } from '../../src/cli/print-json.ts'
import { failureLine } from '../../src/cli/run-command-line.ts'
import type { Terminal } from '../../src/cli/shell.ts'
import { printable } from '../../src/cli/table.ts'

const hostile = 'a\u001b[2Jb\u009b31mc\u007f\u202ed\r\ne\u0000'
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come out
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

function terminal(): Terminal & { said: string } {
  const told = { said: '' }
  const say = (text: string): void => {
    told.said += text
  }
  return Object.assign(told, { columns: 80, isWatched: false, hasColor: false, print: say, report: say })
}

test('JSON on a terminal holds no character that it would obey, and reads back as it was', async () => {
  const one = terminal()
  printJson(one, { hostile, [hostile]: 1 })
  expect(one.said).not.toMatch(steering)
  expect(JSON.parse(one.said)).toEqual({ hostile, [hostile]: 1 })
  const list = terminal()
  await printJsonList(
    list,
    'events',
    (async function* () {
      yield { hostile }
    })(),
  )
  expect(list.said).not.toMatch(steering)
  expect(JSON.parse(list.said)).toEqual({ events: [{ hostile }] })
})

test('a cell of a table holds no character that a terminal would obey', () => {
  expect(printable(hostile)).not.toMatch(steering)
})

test('what a server answered is told without a character that a terminal would obey', () => {
  const line = failureLine(new CommandFailure(`http://x answered 500: ${hostile}`, { fix: hostile }).message, hostile)
  expect(line.slice(0, -1)).not.toMatch(steering)
  expect(line.endsWith('\n')).toBe(true)
  expect(line.slice(0, -1)).not.toContain('\n')
})
