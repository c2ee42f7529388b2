// From an event to its mail: the clock starts when the event is sent and stops when the last byte of the mail is at a raw TCP sink. In
// between lie decision, commit, authorization, a second commit, rendering and SMTP.

import { timeBareSyncs } from './bare-syncs.ts'
import { type Load, startLoad } from './load.ts'
import { type Effort, type Measurement, numberText, quantile } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const people = 50_000

/** At a few mails per second and at many. */
export async function measureMail({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const load = await startLoad()
  const server = await startServer(await workspaceOf(people), load.smtpPort)
  try {
    await load.run(server, { do: 'introduce', from: 0, count: 5000 })
    // Connections to the mail server are opened, templates compiled, code is warm: as in a server that has run for a minute.
    await stream(load, server, { perSecond: 50, mails: 200, from: 0 })
    const few = await stream(load, server, { perSecond: 5, mails: isQuick ? 50 : 200, from: 500 })
    const many = await stream(load, server, { perSecond: 100, mails: isQuick ? 500 : 2000, from: 1000 })
    // Right after, and while the server still holds its files.
    const bare = await timeBareSyncs({ perSecond: 100, mails: isQuick ? 500 : 2000 })
    return [resultOf(few, 5), resultOf(many, 100), boundOf(bare)]
  } finally {
    await server.stop()
    await load.stop()
  }
}

interface StreamOf {
  readonly perSecond: number
  readonly mails: number
  readonly from: number
}

async function stream(load: Load, server: ServerProcess, { perSecond, mails, from }: StreamOf): Promise<readonly number[]> {
  const { mailsMs, failures } = await load.run(server, { do: 'stream', events: mails, perSecond, everyMail: 1, from, people, seed: 300 + from })
  if (failures > 0 || mailsMs.length < mails) throw new Error(`of ${mails} mails ${mailsMs.length} arrived, ${failures} events were not taken in`)
  return mailsMs
}

function boundOf(waitsMs: readonly number[]): Measurement {
  const note = `${waitsMs.length} times, p50 ${numberText(quantile(waitsMs, 0.5))} ms, slowest ${numberText(Math.max(...waitsMs))} ms`
  return {
    what: 'the disk’s part of that: two appends of a commit’s size and their syncs, 100/s, p99',
    value: quantile(waitsMs, 0.99),
    unit: 'ms',
    target: undefined,
    note,
  }
}

function resultOf(mailsMs: readonly number[], perSecond: number): Measurement {
  const note = `${mailsMs.length} mails, p50 ${numberText(quantile(mailsMs, 0.5))} ms, slowest ${numberText(Math.max(...mailsMs))} ms`
  return { what: `event to mail received, ${perSecond}/s, p99`, value: quantile(mailsMs, 0.99), unit: 'ms', target: { atMost: 25 }, note }
}
