// Imports of people by the command: with a running server or at the workspace itself, tried first, and gone on with.

import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { newFolder, oncue } from './command-line.ts'

test('people of a file are tried, taken in at the workspace itself, and what is refused is kept', async () => {
  const data = await newFolder()
  const environment = { ONCUE_DATA: join(data, 'data'), ONCUE_DEFINITIONS: 'examples/shop', ONCUE_DEMO: 'false', PORT: '0', ONCUE_LOG_LEVEL: 'silent' }
  await (await startApp(readConfiguration(environment))).stop()
  const file = join(data, 'people.csv')
  await writeFile(file, 'id,mail,name,wants\n7,ann@example.com,Ann,yes\n8,bob@example.com,Bob,\n9,broken,Eve,no\n,dan@example.com,Dan,yes\n')
  const mapping = ['--map', 'userId=id,email=mail', '--attribute', 'first_name=name', '--list', 'old-shop', '--topic', 'news=wants', '--source', 'the old shop']
  const files = ['--mark', join(data, 'mark.json'), '--refused', join(data, 'refused.ndjson')]
  const tried = await oncue(['import', 'subscribers', file, ...mapping, '--dry-run', '--json'], { environment })
  expect(tried.code).toBe(3)
  expect(JSON.parse(tried.out)).toMatchObject({
    good: 3,
    refused: 1,
    problems: [{ line: 4, reason: 'column mail, "broken": that is not one mail address' }],
    fresh: 3,
    first: [{ userId: '7', lists: ['old-shop'], topics: [{ topic: 'news', given: true }] }, {}, {}, {}],
  })
  const twice = join(data, 'twice.csv')
  await writeFile(twice, 'id,mail\n1,ann@example.com\n2,Ann@Example.com\n2,ann@example.com\n,ann@example.com\n5,eve@example.com\n')
  const repeats = await oncue(['import', 'subscribers', twice, '--map', 'userId=id,email=mail', '--dry-run'], { environment })
  expect(repeats.out).toContain(
    '5 rows are good, 0 would be refused. 3 rows have the address of an earlier one. Known already are 0, new 3. Nothing was imported.',
  )
  expect(repeats.err.split('\n')).toEqual([
    'line 3 has the address of line 2 and another id: they become two people, and both may be written to',
    'line 4 is the person of line 3: what the later line says holds',
    'line 5 is the person of line 2: what the later line says holds',
    '',
  ])
  const ran = await oncue(['import', 'subscribers', file, ...mapping, ...files], { environment })
  expect(ran.out).toContain('5 lines, 3 people taken in, 3 of them new.')
  expect([ran.code, ran.err]).toEqual([3, 'line 4: column mail, "broken": that is not one mail address\n'])
  expect(JSON.parse(readFileSync(join(data, 'refused.ndjson'), 'utf8'))).toMatchObject({ line: 4 })
  expect(existsSync(join(data, 'mark.json'))).toBe(false)
  const shown = JSON.parse((await oncue(['subscriber', 'show', '7', '--json'], { environment })).out)
  expect(JSON.stringify(shown)).toContain('import: the old shop')
  const again = await oncue(['import', 'subscribers', file, ...mapping, ...files, '--json'], { environment })
  expect(JSON.parse(again.out)).toMatchObject({ taken: 3, fresh: 0, refused: 1, partly: 0 })
  const known = join(data, 'known.csv')
  await writeFile(known, 'id,mail\n7,ann@example.com\n70,bob@example.com\n,DAN@example.com\nzoe@example.com,zoe@example.com\ndan@example.com,dan@example.com\n')
  const whom = ['import', 'subscribers', known, '--map', 'userId=id,email=mail', '--dry-run']
  const { out, err } = await oncue(whom, { environment })
  expect(out).toContain('5 rows are good, 0 would be refused. 1 rows have the address of an earlier one. Known already are 2, new 2. Nothing was imported.')
  expect(err).toMatch(/^line 3 has the address of #\d+, who is known, and another id: they become two people, and both may be written to$/m)
  expect(JSON.parse((await oncue([...whom, '--json'], { environment })).out)).toMatchObject({ fresh: 2, shared: 1, shares: [{ line: 3 }] })
  const { entries } = JSON.parse((await oncue(['audit', '--json'], { environment })).out) as { entries: { did: string }[] }
  expect(entries.filter(({ did }) => did === 'importPeople')).toHaveLength(2)
  const alone = await oncue(whom, { environment: { ONCUE_DATA: join(data, 'none'), PORT: '9' } })
  expect(alone.out).toContain('5 rows are good, 0 would be refused. 1 rows have the address of an earlier one. Nothing was imported.')
  expect(alone.err).toContain('who is known already was not looked at: no server answers')
  await writeFile(file, 'mail,why\neve@example.com,spam\n')
  const suppressed = ['import', 'subscribers', file, '--map', 'email=mail', '--suppressed', 'the old list=why', '--dry-run', '--json']
  expect(JSON.parse((await oncue(suppressed, { environment })).out).first).toMatchObject([{ suppressed: 'the old list: spam' }])
  await writeFile(file, 'id,orders\n7,3\n8,many\n')
  const lenient = ['import', 'subscribers', file, '--map', 'userId=id', '--attribute', 'orders:number', '--unreadable', 'left-out', ...files]
  const partly = await oncue(lenient, { environment })
  expect([partly.code, partly.err]).toEqual([0, 'line 3: taken in without this: orders: "many" is not a number\n'])
  expect(partly.out).toContain('2 people taken in, 0 of them new.\n  1 taken in without what could not be read')
  expect(JSON.parse(readFileSync(join(data, 'refused.ndjson'), 'utf8'))).toMatchObject({ line: 3 })
})

test('what was said about the columns wrongly is said before anything is read', async () => {
  const file = join(await newFolder(), 'people.csv')
  await writeFile(file, 'id\n7\n')
  const said = async (...flags: string[]) => (await oncue(['import', 'subscribers', file, ...flags])).err
  expect(await said()).toContain('name the column that says who it is')
  expect(await said('--map', 'user=id')).toContain('fields are: userId, anonymousId, email')
  expect(await said('--map', 'userId=id', '--topic', 'offers')).toContain('say where the yeses come from')
  expect(await said('--map', 'userId=id', '--attribute', 'a=b:color')).toContain('attributes.0.type')
})
