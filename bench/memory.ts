// How much memory the server takes with many subscribers on disk, after it has been busy with a part of them.

import { startLoad } from './load.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { startServer } from './server-process.ts'

/** Resident memory after a steady stream, and after a rush of batches over everybody. */
export async function measureMemory({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const people = isQuick ? 50_000 : 1_000_000
  const load = await startLoad()
  const server = await startServer(await workspaceOf(people), load.smtpPort)
  try {
    const atStart = server.resident().nowMiB
    const steady = isQuick ? 10_000 : 60_000
    await load.run(server, { do: 'stream', events: steady, perSecond: 2000, everyMail: 0, from: 0, people, seed: 500 })
    const afterSteady = server.resident()
    const rushed = isQuick ? 20_000 : 150_000
    await load.run(server, { do: 'rush', events: rushed, eventsPerRequest: 100, connections: 16, people, seed: 501 })
    const afterRush = server.resident()
    const what = `resident memory, ${people.toLocaleString('en-US')} subscribers on disk`
    const target = { atMost: 300 }
    return [
      {
        what: `${what}, at 2,000 events/s`,
        value: megabytes(afterSteady.nowMiB),
        unit: 'MB',
        target,
        note: `${numberText(megabytes(atStart))} MB at the start`,
      },
      {
        what: `${what}, after a rush`,
        value: megabytes(afterRush.nowMiB),
        unit: 'MB',
        target,
        note: `${rushed.toLocaleString('en-US')} events as fast as they could be taken in; ${numberText(megabytes(afterRush.mostMiB))} MB at most`,
      },
    ]
  } finally {
    await server.stop()
    await load.stop()
  }
}

function megabytes(mebibytes: number): number {
  return mebibytes * 1.048576
}
