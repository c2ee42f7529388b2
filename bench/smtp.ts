// Rendered mails handed to a raw mail server over SMTP, by the product's own channel: laid out, over pooled connections, each with its own answer. How
// many arrive each second, and what one costs the sender in processor time: that number does not depend on how busy the machine is otherwise. Then
// the same with signatures (DKIM, RSA of 2048 bits).

import { type ChildProcess, fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import type { CompositionOptions } from '../src/channels/email/composition.ts'
import { createSmtpChannel } from '../src/channels/email/smtp-channel.ts'
import { compileTemplate } from '../src/content/compile-template.ts'
import { sampleFacts } from '../src/content/sample-problems.ts'
import { checkDefinitions } from '../src/definitions-folder/definitions-folder.ts'
import type { EmailMessage } from '../src/runtime/channel.ts'
import { type Effort, type Measurement, median, numberText, spread } from './measurement.ts'

const connections = 10

/** Mails a second, and microseconds of processor time for one, in all threads. */
export async function measureSmtp({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  const sink = fork(new URL('./sink-process.ts', import.meta.url))
  const { port } = await answer<{ port: number }>(sink)
  try {
    const message = await messages()
    const asItIs = await handOverAll({ port, message, mails: isQuick ? 500 : 10_000, rounds })
    const signed = await handOverAll({ port, message, mails: isQuick ? 200 : 4000, rounds, keyOf: keyFor() })
    sink.send('report')
    const { received } = await answer<{ received: number }>(sink)
    if (received !== asItIs.sent + signed.sent) throw new Error(`${received} mails arrived`)
    return [...rows('rendered mails handed to a raw sink over SMTP', asItIs, true), ...rows('the same, each signed (DKIM, RSA of 2048 bits)', signed, false)]
  } finally {
    sink.disconnect()
  }
}

interface Handed {
  readonly sent: number
  readonly perSecond: readonly number[]
  readonly cpuUs: readonly number[]
  readonly size: string
}

function rows(what: string, { perSecond, cpuUs, size }: Handed, isWanted: boolean): readonly Measurement[] {
  const note = `${size}, ${spread(perSecond)}`
  return [
    { what, value: median(perSecond), unit: '/s', target: isWanted ? { atLeast: 2000 } : undefined, note },
    {
      what: `${what}, processor time of the sender`,
      value: median(cpuUs),
      unit: 'us/mail',
      target: isWanted ? { atMost: 500 } : undefined,
      note: spread(cpuUs),
    },
  ]
}

interface HandOverAll {
  readonly port: number
  readonly message: (index: number) => EmailMessage
  readonly mails: number
  readonly rounds: number
  readonly keyOf?: CompositionOptions['keyOf']
}

async function handOverAll({ port, message, mails, rounds, keyOf }: HandOverAll): Promise<Handed> {
  const channel = createSmtpChannel({ host: '127.0.0.1', port, pool: { connections }, name: 'shop.example', keyOf })
  try {
    const warm = 200
    await handOver(channel, message, { from: 0, count: warm })
    const perSecond: number[] = []
    const cpuUs: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage()
      const begun = performance.now()
      await handOver(channel, message, { from: 1000 + round * mails, count: mails })
      perSecond.push(mails / ((performance.now() - begun) / 1000))
      const { user, system } = process.cpuUsage(before)
      cpuUs.push((user + system) / mails)
    }
    const size = `${numberText(mails)} mails of ${numberText((message(0).html.length + message(0).text.length) / 1000)} KB in each of ${rounds} rounds over ${connections} connections`
    return { sent: warm + rounds * mails, perSecond, cpuUs, size }
  } finally {
    await channel.close()
  }
}

function keyFor(): NonNullable<CompositionOptions['keyOf']> {
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = { domain: 'fellandfjord.example', selector: 'bench', privateKey }
  return () => key
}

/** As many at a time as there are connections, as the dispatcher does. */
async function handOver(
  channel: ReturnType<typeof createSmtpChannel>,
  message: (index: number) => EmailMessage,
  { from, count }: { from: number; count: number },
): Promise<void> {
  let next = from
  const line = async (): Promise<void> => {
    while (next < from + count) {
      const index = next
      next += 1
      const outcome = await channel.deliver(message(index))
      if (outcome.kind !== 'sent') throw new Error(`mail ${index}: ${JSON.stringify(outcome)}`)
    }
  }
  await Promise.all(Array.from({ length: connections }, line))
}

/** The example's cart reminder, filled in once: rendering is measured elsewhere. */
async function messages(): Promise<(index: number) => EmailMessage> {
  const { definitions } = await checkDefinitions('examples/shop')
  const template = definitions?.templates.find((one) => one.template === 'cart-reminder')
  if (definitions === undefined || template === undefined) throw new Error('the example has no cart reminder')
  const { subject, html, text } = compileTemplate(template).render(sampleFacts(definitions.workspace, template.samples?.['two-things'] ?? {}))
  return (index) => ({
    kind: 'email',
    key: `${index}/abandoned-cart/1/1/remind/1`,
    from: { name: 'Fell & Fjord', address: 'hello@fellandfjord.example' },
    to: `person-${index}@mail.example`,
    subject,
    html,
    text,
    messageId: `<${index}.bench@fellandfjord.example>`,
    unsubscribeUrl: `https://events.fellandfjord.example/u/${index}`,
    date: 1_795_000_000_000 + index,
  })
}

async function answer<Message>(sink: ChildProcess): Promise<Message> {
  const [message] = (await once(sink, 'message')) as [Message]
  return message
}
