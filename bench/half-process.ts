// One half of a backtest in a process that knows nothing of the other: how much faster two of them are than one thread says what two cores of this machine
// can come to, whatever threads share. Arguments: the file, the half (0 or 1), the end of the period. It begins when it is told to, and says when it is done.

import { sourceOf } from '../src/engine/compile.ts'
import { backtestPart } from '../src/insight/backtest/backtest-log.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { shopDefinitions } from './workload.ts'

const [path = '', half = '0', to = '0'] = process.argv.slice(2)
const store = await openSqliteStore({ path, readOnly: true })
const [{ position: upTo }, source] = [await store.last(), sourceOf(shopDefinitions())]

process.once('message', async () => {
  const { events } = await backtestPart(
    store,
    {
      arms: [{ name: 'draft', source, ran: [] }],
      before: [],
      pauses: [],
      from: Number.NEGATIVE_INFINITY,
      to: Number(to),
      responses: { kind: 'none' },
      imports: 'as received',
      thresholds: false,
      examples: 10,
    },
    { part: { upTo, moved: [], shares: [{ index: Number(half), of: 2 }] }, isOver: () => false, onLines: () => {} },
  )
  process.send?.({ events })
  process.disconnect()
})
process.send?.('ready')
