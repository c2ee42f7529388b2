// Somebody imports old purchases. Elsewhere a thousand mails went out.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { newFolder, oncue } from '../cli/command-line.ts'
import { writeFiles } from '../product/product.ts'

const definitions = {
  'workspace.yaml': 'workspace: shop\nsender: { address: shop@shop.example }\npolicy: { consent: opt-out }\n',
  'thanks.yaml': 'journey: thanks\nenter: [{ on: Order Completed }]\nsteps: [{ id: mail, send: note }]\n',
  'regulars.yaml': 'journey: regulars\nenter: [{ becomes: { event: Order Completed, count: { gte: 3 } } }]\nsteps: [{ id: mail, send: note }]\n',
  'review.yaml': 'journey: review\nenter: [{ quiet: 2h, on: Order Completed }]\nsteps: [{ id: mail, send: note }]\n',
  'note.yaml': 'template: note\nsubject: Thank you\nhtml: <p>Thank you</p>\n',
}

test('S24: an import of purchases fires nothing unless that is chosen, and shows first what it would fire', async () => {
  const folder = await newFolder()
  writeFiles(join(folder, 'definitions'), definitions)
  const environment = {
    ONCUE_DATA: join(folder, 'data'),
    ONCUE_DEFINITIONS: join(folder, 'definitions'),
    ONCUE_DEMO: 'false',
    PORT: '0',
    ONCUE_LOG_LEVEL: 'silent',
  }
  const app = await startApp(readConfiguration(environment))
  onTestFinished(() => app.stop())
  // Without an instant in the file every purchase is one of now: nothing but the choice stands between it and a mail.
  const rows = Array.from({ length: 40 }, (_, person) => `u${person},u${person}@mail.example\n`.repeat(person < 5 ? 3 : 1))
  const file = join(folder, 'orders.csv')
  await writeFile(file, `customer,email\n${rows.join('')}`)
  const flags = ['--map', 'userId=customer,event=:Order Completed', '--trait', 'email']
  const places = ['--server', app.address, '--mark', join(folder, 'mark.json'), '--refused', join(folder, 'refused.ndjson')]
  const mails = async () => {
    await app.runtime.settle()
    return ((await (await fetch(`${app.address}/mailbox.json?limit=1000`)).json()) as { mails: readonly unknown[] }).mails.length
  }

  const preview = await oncue(['import', 'events', file, ...flags, ...places, '--may-trigger', '--json'], { environment })
  expect(preview.err).toBe('')
  expect(JSON.parse(preview.out)).toEqual({
    events: 100,
    people: 40,
    isWhole: true,
    journeys: [
      { journey: 'regulars', entered: 5, messages: 5 },
      { journey: 'review', entered: 40, messages: 40 },
      { journey: 'thanks', entered: 40, messages: 40 },
    ],
  })
  const words = await oncue(['import', 'events', file, ...flags, ...places, '--may-trigger'], { environment })
  expect(words.out).toContain('100 events of 40 people would set off, at once or within a day:')
  expect(words.out).toContain('Nothing was imported.')
  expect((await app.runtime.describe({ userId: 'u0' }))?.number).toBeUndefined()

  const silent = await oncue(['import', 'events', file, ...flags, ...places], { environment })
  expect(silent.code).toBe(0)
  expect(await mails()).toBe(0)
  const state = (await app.runtime.describe({ userId: 'u0' }))?.state
  expect(state?.enrollments).toEqual([])
  expect(state?.deadline).toBe(Number.POSITIVE_INFINITY)
  expect(state?.attributes).toEqual({ email: 'u0@mail.example' })

  const more = join(folder, 'more.csv')
  await writeFile(more, 'customer,email\nu0,u0@mail.example\nnew,new@mail.example\n')
  const chosen = await oncue(['import', 'events', more, ...flags, ...places, '--may-trigger', '--yes'], { environment })
  expect(chosen.code).toBe(0)
  expect(await mails()).toBe(2)
})
