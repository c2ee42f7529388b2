// Stopping the messages of a journey in the console, with a mail server that takes some mails in, breaks off at others, and lets some wait.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSmtpSink } from '../../bench/smtp-sink.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
let sink: Awaited<ReturnType<typeof startSmtpSink>>
let recipient = ''
beforeAll(async () => {
  sink = await startSmtpSink({
    reply(stage, line) {
      if (stage === 'rcpt') recipient = line
      if (stage === 'rcpt' && line.includes('late')) return '451 4.7.1 Come back later'
      // The mail is there as a whole, and its answer never comes.
      return stage === 'message' && recipient.includes('lost') ? 'drop' : undefined
    },
  })
  world = await openConsoleWorld({ smtpUrl: `smtp://127.0.0.1:${sink.port}`, mailAtOnce: 1 })
  for (const name of ['got', 'lost', 'late']) {
    await world.product.identify(name, { email: `${name}@mail.example`, first_name: name })
    await world.product.track(name, 'Came By')
    await world.product.settle()
  }
})
afterAll(async () => {
  await world?.close()
  await sink?.close()
})

test('the window that stops a journey tells who got a mail, of whom nobody knows it, and who waits; the one that lets it go, who waits', async () => {
  const page = await world.page('/console/journeys/greeting')
  await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Stop its messages …' }).click()
  const window = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  const people = window.getByRole('region', { name: 'What became of its messages' })
  await people.getByRole('radio', { name: 'Got it 1' }).waitFor()
  await people.getByRole('listitem').filter({ hasText: 'got@mail.example' }).waitFor()
  await people.getByRole('radio', { name: 'In doubt 1' }).click()
  await people.getByRole('listitem').filter({ hasText: 'lost' }).waitFor()
  expect(await people.getByRole('listitem').count()).toBe(1)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'stop-window')
  await people.getByRole('radio', { name: 'Waiting 1' }).click()
  await people.getByRole('listitem').filter({ hasText: 'late' }).waitFor()
  await window.getByLabel('Why?').fill('the price is wrong')
  await window.getByRole('button', { name: 'Stop messages' }).click()
  await page.getByText('Its messages are held back: the price is wrong', { exact: false }).waitFor()

  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Let messages go …' }).click()
  await people.getByRole('radio', { name: 'Waiting 1', checked: true }).waitFor()
  await people.getByRole('listitem').filter({ hasText: 'late' }).waitFor()
  await expectNoSidewaysScroll(page)
  await world.picture(page, 'let-go-window-phone')
  await page.close()
})
