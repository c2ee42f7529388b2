// A process that commits to a store until it is killed, for the tests of crashes and locks. After every commit that the
// store has acknowledged it says so in one line, written straight to standard output, so that nothing it said is lost.
// Arguments: the file, the entries per commit, the commits (0 for without end).

import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../../src/stores/sqlite/sqlite-store.ts'
import { added, commitOf, delivery, entry, subscriber } from '../builders.ts'

const [path = '', entriesPerCommit = '20', commits = '0'] = process.argv.slice(2)
const perCommit = Number(entriesPerCommit)
const store = await openSqliteStore({ path })
let { position } = await store.last()
writeSync(1, 'open\n')
for (let round = 1; commits === '0' || round <= Number(commits); round += 1) {
  const first = position + 1
  const log = Array.from({ length: perCommit }, (_, index) => entry(first + index, { subscriber: first + index, body: 'x'.repeat(400) }))
  position += perCommit
  await store.commit(
    commitOf({
      log,
      subscribers: log.map(({ position: head }) => subscriber(head, { head, deadline: head })),
      identities: log.map(({ position: number }) => ({ identity: `u:${number}`, subscriber: number })),
      decisions: log.map(({ position: number }) => ({ subscriber: number, decision: added(number) })),
      deliveries: [delivery(`of ${position}`, { subscriber: position })],
      counts: [{ journey: 'welcome', version: 1, step: '', measure: 'entered', by: perCommit }],
    }),
  )
  writeSync(1, `${position}\n`)
}
await new Promise(() => setInterval(() => {}, 60_000))
