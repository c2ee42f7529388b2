// How much memory the server takes with many subscribers on disk, after it has been busy with a part of them.

import { startLoad } from './load.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { startServer } from './server-process.ts'

/** Resident memory after a rush of batches over everybody. */
export async function measureMemory({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const people = isQuick ? 50_000 : 1_000_000
  const load = await startLoad()
  const server = await startServer(await workspaceOf(people), load.smtpPort)
  try {
    const atStart = server.resident().nowMiB
    const events = isQuick ? 20_000 : 150_000
    await load.run(server, { do: 'rush', events, eventsPerRequest: 100, connections: 16, people, seed: 500 })
    const { nowMiB, mostMiB } = server.resident()
    return [
      {
        what: `resident memory, ${people.toLocaleString('en-US')} subscribers on disk`,
        value: nowMiB * 1.048576,
        unit: 'MB',
        target: { atMost: 300 },
        note: `right after ${events.toLocaleString('en-US')} events as fast as they could be taken in; ${numberText(atStart * 1.048576)} MB at the start, ${numberText(mostMiB * 1.048576)} MB at most`,
      },
    ]
  } finally {
    await server.stop()
    load.stop()
  }
}
