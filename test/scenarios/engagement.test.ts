// What others got wrong about opens and clicks, each first reproduced through the product: the mail is sent, its links are followed over the
// doors they lead to, and what the journeys do is looked at.

import { describe, expect, test } from 'vitest'
import { heldMs } from '../../src/api/links/visits.ts'
import type { Channel, EmailMessage } from '../../src/runtime/channel.ts'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'

const shop = {
  'workspace.yaml': 'workspace: Shop\nsender: { name: Shop, address: hello@shop.example }\npolicy: { tracking: opt-out }\n',
  'templates.yaml': `
template: offer
subject: An offer
html: <body><a href="https://shop.example/mug">Mug</a> <a href="https://shop.example/cup">Cup</a> <a href="https://shop.example/jug">Jug</a></body>
---
template: thanks
subject: Thanks for looking
html: <p>Thanks</p>
---
template: again
subject: Did you see it?
html: <p>Again</p>
`,
  'journeys.yaml': `
journey: offer
enter: [{ on: Signed Up }]
steps:
  - { id: offer, send: offer }
  - id: reaction
    on:
      - { event: Message Opened, steps: [{ id: thanks, send: thanks }, { id: bye, end: true }] }
      - { after: 1d, steps: [{ id: again, send: again }] }
`,
}

interface Inbox {
  readonly mails: EmailMessage[]
  readonly channel: Channel
}

function inbox(): Inbox {
  const mails: EmailMessage[] = []
  const deliver: Channel['deliver'] = async (message) => {
    if (message.kind === 'email') mails.push(message)
    return { kind: 'sent' }
  }
  return { mails, channel: { name: 'email', deliver, close: async () => {} } }
}

async function withOffer(
  files: Readonly<Record<string, string>> = shop,
): Promise<{ readonly product: VirtualProduct; readonly mails: EmailMessage[]; readonly sent: () => string[] }> {
  const { mails, channel } = inbox()
  const product = await startVirtualProduct(files, () => [channel])
  await product.identify('ann')
  await product.track('ann', 'Signed Up')
  await product.runtime.settle()
  return { product, mails, sent: () => mails.map(({ about, date }) => `${about?.template} +${(date - start) / minute}m`) }
}

function addressesIn(mail: EmailMessage | undefined): { readonly links: string[]; readonly trap: string; readonly picture: string } {
  const hrefs = [...(mail?.html ?? '').matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href ?? '')
  return { links: hrefs.slice(0, -1), trap: hrefs.at(-1) ?? '', picture: /<img src="([^"]+)"/.exec(mail?.html ?? '')?.[1] ?? '' }
}

const gmail = { 'user-agent': 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)' }
const apple = { 'user-agent': 'Mozilla/5.0' }

describe('S10: exactly one branch of "opened the mail", at a defined instant', () => {
  test('S10: whoever opens takes the branch at the instant of opening, and the other one never', async () => {
    const { product, mails, sent } = await withOffer()
    await product.advanceTo(start + 3 * hour)
    await product.visit(addressesIn(mails[0]).picture)
    expect(sent()).toEqual(['offer +0m', 'thanks +180m'])
    await product.advanceTo(start + 3 * day)
    expect(sent()).toEqual(['offer +0m', 'thanks +180m'])
  })

  test('S10: whoever never opens it takes the other one after exactly a day, whatever other mails they open', async () => {
    const other = 'journey: other\nenter: [{ on: Signed Up }]\nsteps: [{ id: hour, wait: 1h }, { id: thanks, send: thanks }]\n'
    const { product, mails, sent } = await withOffer({ ...shop, 'other.yaml': other })
    await product.advanceTo(start + 2 * hour, hour)
    await product.visit(addressesIn(mails[1]).picture)
    await product.advanceTo(start + 3 * day)
    expect(sent()).toEqual(['offer +0m', 'thanks +60m', 'again +1440m'])
    const reports = (await product.store.messages({ limit: 9 })).find(({ template }) => template === 'thanks')?.reports
    expect(reports).toContain('opened by human')
  })

  test.each([
    ['a millisecond before the day is over, the opening wins', -1, 'thanks'],
    ['at the very instant, time wins', 0, 'again'],
    ['a millisecond later, it is history', 1, 'again'],
  ])('S10: %s', async (_, offset, branch) => {
    const { product, mails } = await withOffer()
    await product.advanceTo(start + day + offset, day)
    await product.visit(addressesIn(mails[0]).picture)
    await product.advanceTo(start + 3 * day)
    expect(mails.map(({ about }) => about?.template)).toEqual(['offer', branch])
  })

  test('S10: any number of openings, before and after a restart, take one branch once', async () => {
    const { product, mails, sent } = await withOffer()
    for (const hours of [1, 2, 3]) {
      await product.advanceTo(start + hours * hour)
      await product.visit(addressesIn(mails[0]).picture)
      await product.restartAt(start + hours * hour)
    }
    await product.advanceTo(start + 3 * day)
    expect(sent()).toEqual(['offer +0m', 'thanks +60m'])
  })

  test('S10: an opening while the server was down for longer than the wait is not heard, and the branch is that of time, at its own instant', async () => {
    const { product, mails } = await withOffer()
    await product.restartAt(start + 2 * day)
    await product.visit(addressesIn(mails[0]).picture)
    await product.advanceTo(start + 3 * day)
    expect(mails.map(({ about }) => about?.template)).toEqual(['offer', 'again'])
    const [number = 0] = await product.store.resolve(['u:ann'])
    const moved = (await product.store.decisions(number, 100)).find((decision) => decision.kind === 'moved' && decision.step === 'again')
    expect(moved?.at).toBe(start + day)
  })
})

describe('S11: what happened just before a look counts, by its own time', () => {
  const later = {
    ...shop,
    'journeys.yaml': `
journey: offer
enter: [{ on: Signed Up }]
steps:
  - { id: offer, send: offer }
  - { id: pause, wait: 1d }
  - id: look
    choose:
      - { if: { message: offer, did: clicked, within: 1h }, steps: [{ id: thanks, send: thanks }, { id: bye, end: true }] }
  - { id: again, send: again }
`,
  }

  test.each([
    ['a click a minute before the look', day - minute, 'thanks'],
    ['a click an hour before, to the millisecond, has left the window', day - hour, 'again'],
    ['a click one millisecond less than an hour before', day - hour + 1, 'thanks'],
    ['a click two hours before', day - 2 * hour, 'again'],
  ])('S11: %s', async (_, clickedAfter, branch) => {
    const { product, mails } = await withOffer(later)
    await product.advanceTo(start + clickedAfter, day)
    expect((await product.visit(addressesIn(mails[0]).links[0] ?? '')).location).toBe('https://shop.example/mug')
    await product.advanceTo(product.clock.now() + heldMs)
    await product.advanceTo(start + 2 * day)
    expect(mails.map(({ about }) => about?.template)).toEqual(['offer', branch])
  })
})

describe('S17: scanners that open and click do not count', () => {
  const clicks = {
    ...shop,
    'journeys.yaml': `
journey: offer
enter: [{ on: Signed Up }]
steps: [{ id: offer, send: offer }]
---
journey: interested
enter: [{ on: Message Clicked }]
again: always
steps: [{ id: thanks, send: thanks }]
---
journey: read
enter: [{ on: Message Opened }]
again: always
steps: [{ id: again, send: again }]
`,
  }

  test.each<[string, (product: VirtualProduct, mail: EmailMessage | undefined) => Promise<void>]>([
    [
      'a scanner that follows every link at once, with the headers of a browser',
      async (product, mail) => {
        for (const link of addressesIn(mail).links) await product.visit(link)
      },
    ],
    [
      'a scanner that follows the link that no person sees',
      async (product, mail) => {
        const { links, trap } = addressesIn(mail)
        await product.visit(trap)
        await product.visit(links[0] ?? '')
      },
    ],
    [
      'a scanner that comes back later, once it fell into the trap',
      async (product, mail) => {
        await product.visit(addressesIn(mail).trap)
        await product.advanceTo(product.clock.now() + 5 * minute)
        await product.visit(addressesIn(mail).links[0] ?? '')
      },
    ],
    ['somebody who only asks (HEAD)', async (product, mail) => void (await product.visit(addressesIn(mail).links[0] ?? '', undefined, 'HEAD'))],
    ['Apple, which fetches every picture', async (product, mail) => void (await product.visit(addressesIn(mail).picture, apple))],
    ['a proxy, which counts as a proxy', async (product, mail) => void (await product.visit(addressesIn(mail).picture, gmail))],
  ])('S17: %s', async (_, scan) => {
    const { product, mails } = await withOffer(clicks)
    await product.advanceTo(start + 10 * minute)
    await scan(product, mails[0])
    await product.advanceTo(start + 30 * minute)
    expect(mails.map(({ about }) => about?.template)).toEqual(['offer'])
    const [number = 0] = await product.store.resolve(['u:ann'])
    expect((await product.store.decisions(number, 100)).filter(({ kind }) => kind === 'entered')).toHaveLength(1)
    // It is not thrown away: it stands in the log, as what it was.
    const [delivery] = await product.store.messages({ limit: 1 })
    expect(delivery?.reports).toMatch(/by (machine|proxy)/)
    expect(delivery?.reports).not.toContain('human')
  })

  test('S17: what comes within two seconds of the mail is a machine, and a person who comes later counts', async () => {
    const { product, mails } = await withOffer(clicks)
    const { links, picture } = addressesIn(mails[0])
    await product.visit(picture)
    await product.visit(links[1] ?? '')
    await product.advanceTo(start + 10 * minute)
    expect(mails).toHaveLength(1)
    await product.visit(picture)
    await product.visit(links[1] ?? '')
    await product.advanceTo(start + 11 * minute)
    expect(mails.map(({ about }) => about?.template)).toEqual(['offer', 'again', 'thanks'])
    const [delivery] = (await product.store.messages({ limit: 10 })).filter(({ template }) => template === 'offer')
    expect(Object.keys(JSON.parse(delivery?.reports ?? '{}')).sort()).toEqual([
      'clicked by human',
      'clicked by machine',
      'opened by human',
      'opened by machine',
    ])
  })
})

test('opened but not clicked: true once opened, false once clicked', async () => {
  const files = {
    ...shop,
    'journeys.yaml': `
journey: offer
enter: [{ on: Signed Up }]
steps:
  - { id: offer, send: offer }
  - { id: pause, wait: 1d }
  - { id: again, send: again, if: { all: [{ message: offer, did: opened }, { not: { message: offer, did: clicked } }] } }
`,
  }
  for (const [opens, clicks, expected] of [
    [false, false, ['offer']],
    [true, false, ['offer', 'again']],
    [true, true, ['offer']],
  ] as const) {
    const { product, mails } = await withOffer(files)
    await product.advanceTo(start + hour)
    if (opens) await product.visit(addressesIn(mails[0]).picture)
    if (clicks) await product.visit(addressesIn(mails[0]).links[2] ?? '')
    await product.advanceTo(start + 2 * day)
    expect(mails.map(({ about }) => about?.template)).toEqual(expected)
  }
})
