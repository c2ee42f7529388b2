// Rendered mails handed to a raw mail server over SMTP, by the product's own channel: laid out, over pooled connections, each with its own answer. How
// many arrive each second, and what one costs the sender in processor time: that number does not depend on how busy the machine is otherwise.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { createSmtpChannel } from '../src/channels/email/smtp-channel.ts'
import { compileTemplate } from '../src/content/compile-template.ts'
import { sampleFacts } from '../src/content/sample-problems.ts'
import { checkDefinitions } from '../src/definitions-folder/definitions-folder.ts'
import type { EmailMessage } from '../src/runtime/channel.ts'
import { type Effort, type Measurement, median, numberText, spread } from './measurement.ts'

const connections = 10

/** Mails a second, and microseconds of processor time for one. */
export async function measureSmtp({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  const mails = isQuick ? 500 : 10_000
  const sink = fork(new URL('./sink-process.ts', import.meta.url))
  const { port } = await answer<{ port: number }>(sink)
  const channel = createSmtpChannel({ host: '127.0.0.1', port, pool: { connections }, name: 'shop.example' })
  try {
    const message = await messages()
    await handOver(channel, message, { from: 0, count: 200 })
    const results: { perSecond: number; cpuUs: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage()
      const begun = performance.now()
      await handOver(channel, message, { from: 1000 + round * mails, count: mails })
      const seconds = (performance.now() - begun) / 1000
      const { user, system } = process.cpuUsage(before)
      results.push({ perSecond: mails / seconds, cpuUs: (user + system) / mails })
    }
    sink.send('report')
    const { received } = await answer<{ received: number }>(sink)
    if (received !== 200 + rounds * mails) throw new Error(`${received} mails arrived`)
    const perSecond = results.map((one) => one.perSecond)
    const cpuUs = results.map((one) => one.cpuUs)
    const size = `${numberText(mails)} mails of ${numberText((message(0).html.length + message(0).text.length) / 1000)} KB in each of ${rounds} rounds over ${connections} connections`
    return [
      {
        what: 'rendered mails handed to a raw sink over SMTP',
        value: median(perSecond),
        unit: '/s',
        target: { atLeast: 2000 },
        note: `${size}, ${spread(perSecond)}`,
      },
      { what: 'the same, processor time of the sender', value: median(cpuUs), unit: 'us/mail', target: { atMost: 500 }, note: spread(cpuUs) },
    ]
  } finally {
    await channel.close()
    sink.disconnect()
  }
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
