// A steady day: 2,000 events per second, sent one by one at even intervals, one in a hundred making a mail. What counts is how long the
// slowest hundredth takes, and that nothing is left over.

import { startLoad } from './load.ts'
import { type Effort, type Measurement, numberText, quantile } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { startServer } from './server-process.ts'

const people = 50_000
const perSecond = 2000

/** Answers, mails and what waits at the end. */
export async function measureSustained({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const seconds = isQuick ? 20 : 60
  const events = perSecond * seconds
  const load = await startLoad()
  const server = await startServer(await workspaceOf(people), load.smtpPort)
  try {
    await load.run(server, { do: 'introduce', from: 0, count: events / 100 + 1000 })
    await load.run(server, { do: 'stream', events: perSecond * 4, perSecond, everyMail: 100, from: 0, people, seed: 400 })
    const cpuBefore = server.cpuMs()
    const report = await load.run(server, { do: 'stream', events, perSecond, everyMail: 100, from: 1000, people, seed: 401 })
    const cpuShare = (server.cpuMs() - cpuBefore) / report.durationMs
    const queued = await server.metric('oncue_queue_length')
    const missing = events / 100 - report.mailsMs.length
    const { answersMs, mailsMs } = report
    const during = `${seconds} s at 2,000/s, 1 % mails`
    return [
      {
        what: `answers, ${during}, p99`,
        value: quantile(answersMs, 0.99),
        unit: 'ms',
        target: { atMost: 100 },
        note: `p50 ${numberText(quantile(answersMs, 0.5))} ms; ${numberText(cpuShare * 100)} % of one core; ${report.failures} refused`,
      },
      {
        what: `event to mail received, ${during}, p99`,
        value: quantile(mailsMs, 0.99),
        unit: 'ms',
        target: { atMost: 100 },
        note: `${mailsMs.length} mails, p50 ${numberText(quantile(mailsMs, 0.5))} ms`,
      },
      { what: 'left in the queues at the end', value: queued + missing, unit: 'events and mails', target: { atMost: 0 }, note: `${missing} mails missing` },
    ]
  } finally {
    await server.stop()
    await load.stop()
  }
}
