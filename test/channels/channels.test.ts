// Every channel against the one contract.

import { startSmtpSink } from '../../bench/smtp-sink.ts'
import { createSmtpChannel } from '../../src/channels/email/smtp-channel.ts'
import { createMailbox } from '../../src/channels/mailbox/mailbox-channel.ts'
import { createWebhookChannel } from '../../src/channels/webhook/webhook-channel.ts'
import { channelContract, emailMessage, webhookMessage } from './channel-contract.ts'
import { startHttpReceiver } from './http-receiver.ts'

channelContract('SMTP', async () => {
  const sink = await startSmtpSink({ now: () => 0 })
  const received: string[] = []
  sink.onMail(({ source }) => received.push(/^X-Key: (\S+)/m.exec(source)?.[1] ?? ''))
  const channel = createSmtpChannel({ host: '127.0.0.1', port: sink.port, connectTimeoutMs: 2_000 })
  const release = async (): Promise<void> => {
    await channel.close()
    await sink.close()
  }
  return { channel, message: email, received: async () => received, stopOtherSide: () => sink.close(), release }
})

channelContract('webhook', async () => {
  const receiver = await startHttpReceiver()
  const channel = createWebhookChannel({ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', allow: ['127.0.0.1'] })
  const release = async (): Promise<void> => {
    await channel.close()
    await receiver.close()
  }
  return {
    channel,
    message: (number) => ({ ...webhookMessage, key: `k${number}`, webhookId: `k${number}`, url: `http://127.0.0.1:${receiver.port}/` }),
    received: async () => receiver.calls.map((call) => String(call.headers['webhook-id'])),
    stopOtherSide: () => receiver.close(),
    release,
  }
})

channelContract('mailbox', async () => {
  const mailbox = createMailbox()
  return {
    channel: mailbox.channel,
    message: email,
    received: async () => (await mailbox.list()).map((item) => item.key),
    release: () => mailbox.channel.close(),
  }
})

function email(number: number): typeof emailMessage {
  return { ...emailMessage, key: `k${number}`, headers: { 'X-Key': `k${number}` }, messageId: `<k${number}@example.com>` } as typeof emailMessage
}
