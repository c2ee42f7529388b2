// Every channel against the one contract.

import { startSmtpSink } from '../../bench/smtp-sink.ts'
import { createServiceChannel } from '../../src/channels/email/service-channel.ts'
import { serviceOf } from '../../src/channels/email/services/services.ts'
import { createSmtpChannel } from '../../src/channels/email/smtp-channel.ts'
import { createMailbox } from '../../src/channels/mailbox/mailbox-channel.ts'
import { createPopupBoard } from '../../src/channels/popup/popup-board.ts'
import { createSmsChannel } from '../../src/channels/sms/sms-channel.ts'
import { createWebhookChannel } from '../../src/channels/webhook/webhook-channel.ts'
import { channelContract, emailMessage, popupMessage, smsMessage, webhookMessage } from './channel-contract.ts'
import { startHttpReceiver } from './http-receiver.ts'
import { serviceStandIns, startService } from './mail-services.ts'

channelContract('SMTP', async () => {
  const sink = await startSmtpSink({ now: () => 0 })
  const received: string[] = []
  sink.onMail(({ source }) => received.push(/^X-Key: (\S+)/m.exec(source)?.[1] ?? ''))
  const channel = createSmtpChannel({ host: '127.0.0.1', port: sink.port, connectTimeoutMs: 60_000 })
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

channelContract('SMS', async () => {
  const receiver = await startHttpReceiver((response) => response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":"SM1","status":"queued"}'))
  const channel = createSmsChannel({ origin: `http://127.0.0.1:${receiver.port}`, user: 'AC1', password: 'secret', from: '+15550001111' })
  const release = async (): Promise<void> => {
    await channel.close()
    await receiver.close()
  }
  return {
    channel,
    message: (number) => ({ ...smsMessage, key: `k${number}`, text: `k${number}` }) as typeof smsMessage,
    received: async () => receiver.calls.map((call) => new URLSearchParams(call.body).get('Body') ?? ''),
    stopOtherSide: () => receiver.close(),
    release,
  }
})

channelContract('popup', async () => {
  const board = createPopupBoard()
  const keys = Array.from({ length: 60 }, (_, number) => `k${number}`)
  const release = async (): Promise<void> => {
    await board.channel.close()
    board.close()
  }
  return {
    channel: board.channel,
    message: (number) => ({ ...popupMessage, key: `k${number}` }) as typeof popupMessage,
    received: async () => board.open(keys, Date.UTC(2026, 10, 22)).map(({ key }) => key),
    release,
  }
})

function email(number: number): typeof emailMessage {
  return { ...emailMessage, key: `k${number}`, headers: { 'X-Key': `k${number}` }, messageId: `<k${number}@example.com>` } as typeof emailMessage
}

for (const service of serviceStandIns) {
  channelContract(service.name, async () => {
    const { receiver, taken } = await startService(service)
    const named = serviceOf(service.url(receiver.port))
    if ('problem' in named) throw new Error(named.problem)
    const channel = createServiceChannel({ ...named, now: () => Date.UTC(2026, 10, 21), connectTimeoutMs: 60_000 })
    const release = async (): Promise<void> => {
      await channel.close()
      await receiver.close()
    }
    return {
      channel,
      message: (number) => ({ ...email(number), replyTo: 'help@example.com' }) as typeof emailMessage,
      received: async () => taken.map(({ headers }) => headers['x-key'] ?? ''),
      stopOtherSide: () => receiver.close(),
      release,
    }
  })
}
