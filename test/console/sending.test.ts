// A server that sends over a mail server which is not there: what is wrong with it, what to do, and that nobody could follow the links of its mails.

import { afterAll, beforeAll, test } from 'vitest'
import { type ConsoleWorld, expectNoSeriousAxe, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ smtpUrl: 'smtp://127.0.0.1:1', mailbox: false })
})
afterAll(() => world?.close())

test('whoever sets up the mail server reads what keeps mails from leaving, and that links lead to this machine alone', async () => {
  const page = await world.page('/console/settings/sending')
  await page.getByText(`lead to ${world.address}: readers cannot get there`, { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Test the mail server' }).click()
  await page.getByRole('status').getByText('Nobody takes calls at 127.0.0.1:1.').waitFor()
  await page.getByText('→ Check the name and the port: 465 with smtps:// and 587 with smtp://, as a rule.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'sending-refused')
  await page.close()
})
