// Events that come one by one, as browsers send them: 64 connections, one event each, answered when durable.

import { startLoad } from './load.ts'
import { type Effort, type Measurement, median, numberText, quantile, spread } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { startServer } from './server-process.ts'

const people = 50_000

/** Rate and 99th percentile of the answers. */
export async function measureSingleEvents({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  const events = isQuick ? 10_000 : 30_000
  const load = await startLoad()
  const server = await startServer(await workspaceOf(people), load.smtpPort)
  const rates: number[] = []
  const p99s: number[] = []
  const cpuMicroseconds: number[] = []
  try {
    for (let seed = 0; seed <= rounds; seed += 1) {
      const cpuBefore = server.cpuMs()
      const report = await load.run(server, { do: 'rush', events, eventsPerRequest: 1, connections: 64, people, seed: 200 + seed })
      if (report.failures > 0) throw new Error(`${report.failures} events were not taken in`)
      // The first round warms up.
      if (seed === 0) continue
      rates.push((events * 1000) / report.durationMs)
      p99s.push(quantile(report.answersMs, 0.99))
      cpuMicroseconds.push(((server.cpuMs() - cpuBefore) * 1000) / events)
    }
  } finally {
    await server.stop()
    await load.stop()
  }
  const note = `${spread(rates)}; ${numberText(median(cpuMicroseconds))} us of processor time per event`
  return [
    { what: 'durable single-event POST, 64 connections', value: median(rates), unit: 'events/s', target: { atLeast: 8000 }, note },
    { what: 'its answers, p99', value: median(p99s), unit: 'ms', target: { atMost: 25 }, note: spread(p99s) },
  ]
}
