// The whole way: a mail leaves through a sending service, and what the service reports finds it by the name that it was given.

import { expect, onTestFinished, test } from 'vitest'
import { startHttpReceiver } from '../channels/http-receiver.ts'
import { serviceStandIns, startService } from '../channels/mail-services.ts'
import { startProduct } from './product.ts'

test('a mail leaves through Postmark, and the bounce that Postmark reports suppresses the address', async () => {
  const postmark = serviceStandIns.find(({ name }) => name === 'postmark')
  if (postmark === undefined) throw new Error('there is no stand-in of Postmark')
  const { receiver, taken, refused } = await startService(postmark)
  onTestFinished(() => receiver.close())
  const product = await startProduct({ mailUrl: postmark.url(receiver.port), hooks: ['postmark=a-password'] })
  await product.identify('ann', { email: 'ann@mail.example', first_name: 'Ann' })
  await product.track('ann', 'Came By')
  await product.settle()
  expect(refused).toEqual([])
  const [mail] = taken
  expect(mail).toMatchObject({ to: 'ann@mail.example', oncueMessage: expect.stringMatching(/^[a-z2-7]{26}$/) })

  const [delivery] = await product.deliveries()
  const response = await product.post(
    '/hooks/postmark',
    {
      RecordType: 'Bounce',
      ID: 42,
      Type: 'HardBounce',
      MessageID: '0a129aee-e1cd-480d-b08d-4f48548ff48d',
      Details: 'smtp;550 5.1.1 no such user',
      Metadata: { oncue_message: mail?.oncueMessage ?? '' },
      BouncedAt: new Date(delivery?.attemptedAt ?? 0).toISOString(),
    },
    { authorization: `Basic ${Buffer.from('oncue:a-password').toString('base64')}` },
  )
  expect(response.status).toBe(200)
  await product.track('ann', 'Came By')
  await product.settle()
  expect((await product.deliveries()).at(-1)).toMatchObject({ status: 'refused', reason: expect.stringContaining('suppressed') })
})

test('a setting that names no usable service, or two ways, stops the start in words without the key', async () => {
  await expect(startProduct({ mailUrl: 'mailgun://pa55word@api.mailgun.net' })).rejects.toThrow(/names no domain that sends/)
  await expect(startProduct({ mailUrl: 'resend://re_pa55word@api.resend.com', smtpUrl: 'smtp://127.0.0.1:1' })).rejects.toThrow(/both set/)
  await expect(startProduct({ mailUrl: 'mailgun://pa55word@api.mailgun.net' })).rejects.not.toThrow(/pa55word/)
})

test('while a service does not answer, mails go out through the second way, each by one of them, and whoever watches sees it', async () => {
  const [postmark, resend] = ['postmark', 'resend'].map((wanted) => serviceStandIns.find(({ name }) => name === wanted))
  if (postmark === undefined || resend === undefined) throw new Error('a stand-in is missing')
  const first = await startHttpReceiver((response) => response.writeHead(503).end())
  onTestFinished(() => first.close())
  const second = await startService(resend)
  onTestFinished(() => second.receiver.close())
  const product = await startProduct({
    mailUrl: postmark.url(first.port),
    mailFallbackUrl: resend.url(second.receiver.port),
    mailAtOnce: 7,
    mailPerSecond: 50,
    webhookAtOnce: 3,
    adminKeys: ['ak_test'],
  })
  expect(await (await product.get('/readyz')).json()).toMatchObject({ status: 'ready', ways: { postmark: 'closed', 'resend (fallback)': 'closed' } })
  for (let number = 0; number < 7; number += 1) {
    await product.identify(`p${number}`, { email: `p${number}@mail.example`, first_name: 'P' })
    await product.track(`p${number}`, 'Came By')
    await product.settle()
  }
  expect(first.calls).toHaveLength(5)
  expect(second.refused).toEqual([])
  expect(second.taken.map(({ to }) => to)).toEqual(['p4@mail.example', 'p5@mail.example', 'p6@mail.example'])
  const deliveries = await product.deliveries()
  expect(deliveries.map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'sent', 'sent', 'sent'])
  expect(deliveries[0]?.reason).toBe('postmark answered 503')
  expect(await (await product.get('/readyz')).json()).toMatchObject({ status: 'ready', ways: { postmark: 'open' } })
  const metrics = await (await product.get('/metrics')).text()
  expect(metrics).toContain('oncue_way_open{way="postmark"} 1')
  expect(metrics).toContain('oncue_way_open{way="resend (fallback)"} 0')
  expect(metrics).toContain('oncue_way_used{way="resend (fallback)"} 1')
  expect(metrics).toContain('oncue_channel_messages{channel="webhook",what="at once"} 3')
  const { channels } = (await (await product.get('/admin/v1/channels', { authorization: 'Bearer ak_test' })).json()) as {
    channels: { channel: string }[]
  }
  expect(channels).toMatchObject([
    {
      channel: 'email',
      atOnce: 7,
      underWay: 0,
      perSecond: 50,
      ways: [
        { name: 'postmark', state: 'open', isUsed: false },
        { name: 'resend (fallback)', isUsed: true },
      ],
    },
    { channel: 'sms', atOnce: 20 },
    { channel: 'popup', ways: [] },
    { channel: 'webhook', atOnce: 3, perSecond: null, ways: [{ name: 'webhook', state: 'closed', isUsed: true }] },
  ])
})
