// A stop switch at full sending speed: thousands of mails wait, the server hands them over as fast as it can, somebody asks for a stop.
// Measured is how long after the asking the last mail is at the sink; after the answer there must be none at all.

import { type Effort, type Measurement, median, numberText, preciseNow, spread } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { startSmtpSink } from './smtp-sink.ts'

const mails = 6000
/** So many have left when the stop is asked for. */
const headStart = 1000
/** Long enough for a mail that would still come. */
const silenceMs = 500

interface Stopped {
  readonly lastMailMs: number
  readonly answerMs: number
  readonly afterAnswer: number
  readonly mailsPerSecond: number
}

/** How long after the command the last mail leaves. */
export async function measureStopSwitch({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  const stopped: Stopped[] = []
  for (let round = 0; round < (isQuick ? 1 : Math.max(rounds, 3)); round += 1) stopped.push(await stopOnce())
  const last = stopped.map(({ lastMailMs }) => lastMailMs)
  const speed = numberText(median(stopped.map(({ mailsPerSecond }) => mailsPerSecond)))
  const late = stopped.reduce((sum, { afterAnswer }) => sum + afterAnswer, 0)
  const note = `slowest of ${stopped.length} rounds, ${spread(last)} ms, while ${speed} mails/s left; answered in ${spread(stopped.map(({ answerMs }) => answerMs))} ms`
  return [
    { what: 'from the stop command to the last mail', value: Math.max(...last), unit: 'ms', target: { atMost: 100 }, note },
    { what: 'mails after the stop command was answered', value: late, unit: 'mails', target: { atMost: 0 }, note: `of ${mails - headStart} that waited` },
  ]
}

async function stopOnce(): Promise<Stopped> {
  const sink = await startSmtpSink({ now: preciseNow })
  const server = await startServer(await workspaceOf(1000), sink.port)
  try {
    const arrivals: number[] = []
    const hasHeadStart = Promise.withResolvers<void>()
    sink.onMail(({ receivedAt }) => {
      arrivals.push(receivedAt)
      if (arrivals.length === headStart) hasHeadStart.resolve()
    })
    await queueMails(server)
    await hasHeadStart.promise
    const asked = preciseNow()
    const response = await fetch(`http://127.0.0.1:${server.port}/admin/v1/stops`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ all: true, because: 'measured' }),
    })
    const answered = preciseNow()
    if (!response.ok) throw new Error(`the stop was answered ${response.status}: ${await response.text()}`)
    await new Promise((resolve) => setTimeout(resolve, silenceMs))
    if (arrivals.length >= mails) throw new Error('everything had left before the stop')
    return {
      lastMailMs: Math.max(0, (arrivals.at(-1) as number) - asked),
      answerMs: answered - asked,
      afterAnswer: arrivals.filter((at) => at > answered).length,
      mailsPerSecond: (headStart * 1000) / (asked - (arrivals[0] as number)),
    }
  } finally {
    await server.stop()
    await sink.close()
  }
}

/** Makes people with addresses who all sign up. */
async function queueMails(server: ServerProcess): Promise<void> {
  for (let first = 0; first < mails; first += 500) {
    const batch = Array.from({ length: 500 }, (_, index) => {
      const userId = `stop-${first + index}`
      return [
        { type: 'identify', userId, messageId: `who-${userId}`, traits: { email: `${userId}@example.com` } },
        { type: 'track', userId, messageId: `up-${userId}`, event: 'Signed Up 3' },
      ]
    }).flat()
    const response = await fetch(`http://127.0.0.1:${server.port}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${server.key}:`).toString('base64')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
    })
    if (!response.ok) throw new Error(`events were answered ${response.status}: ${await response.text()}`)
  }
}
