// The promises of the product against SIGKILL, and the auditor that watches over them against files that were tampered with.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { startCrashWorld } from '../../scripts/crash/crash-world.ts'
import { crash } from '../../scripts/crash.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

test('a server that is killed twenty times loses nothing that it acknowledged, decides and sends nothing twice, and leaves nobody waiting', async ({
  signal,
}) => {
  const lines: string[] = []
  const home = mkdtempSync(join(tmpdir(), 'oncue-crashes-'))
  let isKept = false
  // Also when a limit of time ends the test; what a breach is looked into with stays.
  onTestFinished(() => {
    if (!isKept) rmSync(home, { recursive: true, force: true })
  })
  const { breach, rounds, acknowledged, mails, webhooks, unknown } = await crash({ rounds: 20, seed: 1, home, signal, print: (line) => lines.push(line) })
  isKept = breach !== undefined
  expect(breach, lines.join('\n')).toBeUndefined()
  expect(rounds).toBe(20)
  for (const count of [acknowledged, mails, webhooks, unknown]) expect(count).toBeGreaterThan(0)
})

test('the auditor notices whatever is missing, doubled or altered', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'workspace.db')
  // With this seed it is killed late enough that there is something of each kind, on a busy machine too: only once 24 mails were answered.
  const world = await startCrashWorld({ folder, seed: 11, clock: wallClock() })
  await world.round()
  expect((await world.finish()).breaches).toEqual([])
  await world.close()
  copyFileSync(path, join(folder, 'good.db'))
  const breachesAfter = async (sql: string): Promise<string> => {
    copyFileSync(join(folder, 'good.db'), path)
    const database = new DatabaseSync(path)
    expect(database.prepare(sql).run().changes).toBeGreaterThan(0)
    database.close()
    return (await world.auditAgain()).breaches.join('\n')
  }
  // Of somebody who was signed in: whose line it is can be told without the others.
  const event = "SELECT max(position) FROM log WHERE name = 'Product Viewed' AND body LIKE '%\"userId\":%'"
  expect(await breachesAfter(`DELETE FROM log WHERE position = (${event})`)).toMatch(/does not stand in the log/)
  expect(await breachesAfter(`UPDATE log SET body = replace(body, 'messageId', 'message') WHERE position = (${event})`)).toMatch(/nobody sent it/)
  expect(await breachesAfter(`UPDATE log SET subscriber = 1 + (subscriber = 1) WHERE position = (${event})`)).toMatch(/stands under subscriber/)
  expect(await breachesAfter('UPDATE subscriber SET state = (SELECT state FROM subscriber ORDER BY number LIMIT 1) WHERE number > 5')).toMatch(/the state of/)
  expect(await breachesAfter('UPDATE subscriber SET deadline = 1 WHERE number = (SELECT min(number) FROM subscriber)')).toMatch(/is looked at by 1/)
  expect(await breachesAfter('DELETE FROM decision WHERE id = (SELECT max(id) FROM decision)')).toMatch(/the decisions about subscriber/)
  expect(await breachesAfter("UPDATE journey_count SET count = count + 1 WHERE measure = 'sent'")).toMatch(/the count .* sent is/)
  expect(await breachesAfter("DELETE FROM delivery WHERE id = (SELECT max(id) FROM delivery WHERE status = 'sent')")).toMatch(
    /was decided, but has no delivery/,
  )
  expect(await breachesAfter("DELETE FROM archived WHERE id IN (SELECT id FROM delivery WHERE status = 'sent')")).toMatch(/but is not in the archive/)
  const other = '(SELECT content FROM archived ORDER BY id DESC LIMIT 1)'
  const first = "(SELECT min(id) FROM delivery WHERE status = 'sent' AND channel = 'email')"
  expect(await breachesAfter(`UPDATE archived SET content = ${other}, dictionary = (SELECT max(dictionary) FROM archived) WHERE id = ${first}`)).toMatch(
    /other bytes/,
  )
  expect(await breachesAfter("UPDATE delivery SET status = 'waiting', reason = NULL WHERE status = 'sent'")).toMatch(/was received 1 times/)
  expect(await breachesAfter("UPDATE delivery SET status = 'sent' WHERE status = 'refused'")).toMatch(/is sent, but was never received/)
  expect(await breachesAfter("UPDATE delivery SET status = 'handing over' WHERE status = 'sent'")).toMatch(/is still being handed over/)
})
