// What a server holds while one mail goes to many people: they are introduced over HTTP, a mail to all of them is put into the definitions folder, and
// everything is looked at until the last one is at the sink. Nobody else sends anything meanwhile.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { startLoad } from './load.ts'
import { type Effort, type Measurement, numberText, preciseNow } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const minuteMs = 60_000
const lookEveryMs = 100
/** For the publication and for everybody who is let in, and for each mail after it. */
const patienceMs = { start: 300_000, mail: 200 } as const

/** The most that is resident from the import on. `size`: how many people. */
export async function measureMany({ isQuick, size }: Effort): Promise<readonly Measurement[]> {
  const people = size ?? (isQuick ? 4000 : 40_000)
  const load = await startLoad()
  const sink = fork(new URL('./sink-process.ts', import.meta.url))
  const { port } = await answer<{ port: number }>(sink)
  const workspace = await workspaceOf(1)
  const server = await startServer(workspace, port)
  try {
    const atStart = megabytes(server.resident().nowMiB)
    await load.run(server, { do: 'introduce', from: 0, count: people })
    const afterImport = megabytes(server.resident().nowMiB)
    const at = (Math.floor(preciseNow() / minuteMs) + 2) * minuteMs
    writeFileSync(join(workspace.definitions, 'many.yaml'), [newsletter, journeyAt(at)].map((one) => stringify(one)).join('---\n'))
    const cpuBefore = server.cpuMs()
    const seen = await watch(sink, server, people)
    const seconds = (preciseNow() - at) / 1000
    const note =
      `${numberText(atStart)} MB at the start, ${numberText(afterImport)} after they were introduced, ${seen.quarters.map(numberText).join(', ')} at most during each quarter of the mails; ` +
      `${numberText((server.cpuMs() - cpuBefore) / people)} ms of processor time and ${numberText(people / seconds)} mails/s`
    return [
      {
        what: `resident memory while a mail goes to ${people.toLocaleString('en-US')} people, most`,
        value: seen.most,
        unit: 'MB',
        target: { atMost: 300 },
        note,
      },
    ]
  } finally {
    await server.stop()
    await load.stop()
    sink.disconnect()
  }
}

interface Seen {
  readonly most: number
  /** MB, until so many had left. */
  readonly quarters: readonly number[]
}

async function watch(sink: ChildProcess, server: ServerProcess, people: number): Promise<Seen> {
  const giveUpAt = preciseNow() + patienceMs.start + people * patienceMs.mail
  const quarters = [0, 0, 0, 0]
  for (let received = 0; received < people; received = await receivedBy(sink)) {
    if (preciseNow() > giveUpAt) throw new Error(`of ${people} mails ${received} arrived in time`)
    const quarter = Math.min(3, Math.floor((4 * received) / people))
    quarters[quarter] = Math.max(quarters[quarter] as number, megabytes(server.resident().nowMiB))
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  return { most: megabytes(server.resident().mostMiB), quarters }
}

async function receivedBy(sink: ChildProcess): Promise<number> {
  sink.send('how many')
  return (await answer<{ received: number }>(sink)).received
}

async function answer<Message>(sink: ChildProcess): Promise<Message> {
  const [message] = (await once(sink, 'message')) as [Message]
  return message
}

function megabytes(mebibytes: number): number {
  return mebibytes * 1.048576
}

function journeyAt(at: number): object {
  return {
    journey: 'newsletter',
    enter: [{ at: new Date(at).toISOString().slice(0, 16).replace('T', ' '), zone: 'UTC', for: { attribute: 'email', exists: true } }],
    again: 'never',
    steps: [{ id: 'write', send: 'newsletter' }],
  }
}

const paragraph = 'Ten things for the cold months, tried out on long walks by people who came back with dry feet and a good appetite. '

/** Some 10 KB, as mails to many are. */
const newsletter = {
  template: 'newsletter',
  subject: 'News for {{ subscriber.first_name }}',
  html: `<h1>Hello {{ subscriber.first_name }}</h1>${Array.from(
    { length: 12 },
    (_, index) => `<h2>Chapter ${index + 1}</h2><p>${paragraph.repeat(5)}</p><p><a href="https://shop.example/things/${index}">Look at it</a></p>`,
  ).join('\n')}`,
}
