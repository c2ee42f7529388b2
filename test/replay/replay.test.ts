// Real shop data through the product's own path, held against what a plain script computes from the file: the same people at the same milliseconds.

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replay } from '../../scripts/replay.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { abandonedCarts, type ExpectedMail, winBacks } from './naive-journeys.ts'

const shared = '../shared/data'
const cases = [
  { name: 'taobao clickstream, abandoned cart', file: `${shared}/taobao/user-behavior.csv.gz`, expected: abandonedCarts, template: 'cart-reminder' },
  { name: 'online retail, win-back', file: `${shared}/online-retail/transactions-to-2011-06.csv.gz`, expected: winBacks, template: 'we-miss-you' },
]

describe.each(cases)('$name', ({ file, expected, template }) => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oncue-replay-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.skipIf(!existsSync(file))(`the mails are those of the naive script, to the millisecond (needs ${file})`, async () => {
    const report = await replay(file, folder)
    const mails = await sentMails(folder, template)
    const wanted = await expected(file)
    expect(report.refused).toBe(0)
    expect(report.mails).toBe(wanted.length)
    expect(inOrder(mails)).toEqual(inOrder(wanted))
  })
})

/** Everything that was sent, read as `oncue messages` reads it. */
async function sentMails(folder: string, template: string): Promise<ExpectedMail[]> {
  const store = await openSqliteStore({ path: `${folder}/workspace.db`, readOnly: true })
  const mails: ExpectedMail[] = []
  let before: { decidedAt: number; key: string } | undefined
  while (true) {
    const page = await store.messages({ status: 'sent', limit: 1000, ...(before === undefined ? {} : { before }) })
    for (const delivery of page) {
      expect(delivery.template).toBe(template)
      const identity = (await store.identitiesOf(delivery.subscriber)).find((one) => one.startsWith('u:'))
      mails.push({ userId: identity?.slice(2) ?? '', decidedAt: delivery.decidedAt })
    }
    const last = page.at(-1)
    if (last === undefined) break
    before = { decidedAt: last.decidedAt, key: last.key }
  }
  await store.close()
  return mails
}

function inOrder(mails: readonly ExpectedMail[]): string[] {
  return mails.map((mail) => `${mail.decidedAt} ${mail.userId}`).sort()
}
