// What a journey brings, through the whole product: on the command line and through the admin door, the same numbers.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JourneyReport } from '../../src/insight/journey-report.ts'
import type { JourneyReview } from '../../src/insight/review.ts'
import { oncue } from '../cli/command-line.ts'
import { startProduct } from './product.ts'

const files = {
  'workspace.yaml':
    'workspace: Shop\nsender: { name: Shop, address: hello@shop.example }\naddress: Shop, 1 Market Street, London\ntopics: [{ topic: news, consent: opt-out }]\n',
  'shop.yaml': `
template: hello
subject: Hello
html: <p>Hello <a href="{{ unsubscribe_url }}">no more</a> {{ workspace.address }}</p>
topic: news
---
template: short
subject: Hello
html: <p>Hi <a href="{{ unsubscribe_url }}">no more</a> {{ workspace.address }}</p>
topic: news
---
journey: welcome
enter: [{ on: Signed Up }]
holdout: 30
goal: { event: Order Completed, within: 7d, value: properties.total, currency: EUR }
steps:
  - id: words
    split:
      - { variant: long, steps: [{ id: long-mail, send: hello }] }
      - { variant: short, steps: [{ id: short-mail, send: short }] }
`,
}

const people = 40

test('lift, variants and revenue are the same on the command line and through the door', async () => {
  const adminKey = 'ak_statistics'
  const product = await startProduct({ files, adminKeys: [adminKey] })
  for (let number = 0; number < people; number += 1) {
    await product.identify(`p${number}`, { email: `p${number}@example.com` })
    await product.track(`p${number}`, 'Signed Up')
  }
  await product.settle()
  for (let number = 0; number < people; number += 2) await product.track(`p${number}`, 'Order Completed', { total: 10.1 })
  await product.settle()

  const shown = await oncue(['journey', 'show', 'welcome', '--json', '--data', product.data])
  const report = JSON.parse(shown.out) as JourneyReport
  const response = await product.get('/admin/v1/journeys/welcome/statistics', { authorization: `Bearer ${adminKey}` })
  // The door also says the reasons as data.
  expect(await response.json()).toMatchObject({ journey: report.journey, versions: report.versions })

  // The review says the same numbers and, of forty people, nothing that they do not prove.
  const review = JSON.parse((await oncue(['journey', 'review', 'welcome', '--json', '--data', product.data])).out) as JourneyReview
  const door = await product.get('/admin/v1/journeys/welcome/review?wait=30', { authorization: `Bearer ${adminKey}` })
  expect(await door.json()).toMatchObject({ state: 'ready', review: JSON.parse(JSON.stringify(review)) as object })
  // A journey of today has no four weeks.
  const weeks = await product.get('/admin/v1/journeys/welcome/review?over=weeks', { authorization: `Bearer ${adminKey}` })
  expect(await weeks.json()).toMatchObject({ review: { over: 'weeks', days: review.days, since: review.since } })
  const sent = report.versions[0]?.steps.reduce((sum, step) => sum + step.sent, 0)
  expect(review).toMatchObject({
    over: 'version',
    version: 1,
    days: 1,
    entered: people,
    converted: 20,
    messages: { sent },
    hasHoldout: true,
    near: [],
    median: null,
  })
  expect(review.lift).toEqual(report.versions[0]?.lift)
  expect(review.suggestions).toEqual([])
  const reviewed = (await oncue(['journey', 'review', 'welcome', '--over', 'weeks', '--data', product.data])).out
  expect(reviewed).toMatch(
    /^welcome: all versions, the last 1 day\n {2}entered {7}40\n[\s\S]*converted {5}20 \(50 %\); .* held out: too few to say\n\nNothing stands out\.\n$/,
  )
  expect((await oncue(['journey', 'review', 'welcom', '--data', product.data])).err).toMatch(/there is no journey "welcom" in force[\s\S]*welcome/)

  const [version] = report.versions
  const { lift, experiments, heldOut = 0 } = version ?? {}
  const held = (await Promise.all(Array.from({ length: people }, (_, number) => product.decisions(`p${number}`)))).map((decisions) =>
    decisions.some((decision) => decision.kind === 'refused' && decision.reason === 'holdout'),
  )
  expect(heldOut).toBe(held.filter(Boolean).length)
  expect(heldOut).toBeGreaterThan(0)
  expect(version).toMatchObject({ entered: people, converted: 20, revenue: { EUR: 202 } })
  expect(lift?.holdout.converted).toBe(held.filter((isHeld, number) => isHeld && number % 2 === 0).length)
  expect((lift?.treated.passages ?? 0) + (lift?.holdout.passages ?? 0)).toBe(people)
  expect(lift?.comparison.verdict).toBe('too few to say')
  expect(experiments?.[0]?.variants.map(({ variant, passages }) => [variant, passages]).reduce((sum, [, passages]) => sum + Number(passages), 0)).toBe(
    people - heldOut,
  )
  expect(experiments?.[0]?.variants.map(({ mails }) => mails?.sent)).toEqual(
    ['long-mail', 'short-mail'].map((id) => version?.steps.find(({ step }) => step === id)?.sent),
  )
  const steps = version?.steps.filter(({ step }) => step.endsWith('-mail')) ?? []
  expect(steps.reduce((sum, { sent }) => sum + sent, 0)).toBe(people - heldOut)
  expect(steps.reduce((sum, { converted }) => sum + converted, 0)).toBe(lift?.treated.converted)
  const templates = await (await product.get('/admin/v1/templates/statistics', { authorization: `Bearer ${adminKey}` })).json()
  expect(templates).toMatchObject({ templates: [{ template: 'hello' }, { template: 'short' }] })

  // The list of all that is tried says the same: the holdout first, then the split, each arm with what it is compared with.
  const listed = await (await product.get('/admin/v1/experiments', { authorization: `Bearer ${adminKey}` })).json()
  const ofVariants = experiments?.[0]?.variants.map(({ variant, passages, converted, rate, mails }) => ({ name: variant, passages, converted, rate, mails }))
  expect(listed).toMatchObject({
    experiments: [
      {
        ...{ journey: 'welcome', kind: 'holdout', step: null, live: true, hasGoal: true },
        arms: [
          { name: 'messages', passages: people - heldOut, verdict: 'too few to say', difference: lift?.comparison.difference },
          { name: 'holdout', passages: heldOut, converted: lift?.holdout.converted, verdict: null, difference: null, probability: null },
        ],
        extra: lift?.extra,
      },
      { journey: 'welcome', kind: 'split', step: 'words', winner: null, extra: null, arms: ofVariants },
    ],
  })
  const [treated] = (listed as { experiments: { arms: { probability: number }[] }[] }).experiments[0]?.arms ?? []
  // More likely better than not exactly when its rate is the higher one.
  expect((treated?.probability ?? 0) > 0.5).toBe((lift?.comparison.difference ?? 0) > 0)

  const words = (await oncue(['journey', 'show', 'welcome', '--data', product.data])).out
  expect(words).toContain('20 converted, worth 202 EUR')
  expect(words).toContain('what it brings: too few to say')
  expect(words).toMatch(/words short: \d+ of \d+ converted.*; against long: too few to say/)
  expect(words).toMatch(/words short, mails: 0 of \d+ clicked, 0\.0 % .*; against long: too few to say/)

  // Numbers begin anew with the next version, and it is said how many are not among them.
  writeFileSync(join(product.definitions, 'shop.yaml'), files['shop.yaml'].replace('journey: welcome\n', 'journey: welcome\nmaxAge: 2h\n'))
  await expect
    .poll(async () => (await product.get('/admin/v1/experiments', { authorization: `Bearer ${adminKey}` })).json())
    .toMatchObject({
      experiments: [
        { version: 2, kind: 'holdout', earlier: people },
        { version: 2, kind: 'split', earlier: people - heldOut },
      ],
    })
})

test('a no by the link of a mail counts for that mail', async () => {
  const product = await startProduct({ files: { ...files, 'shop.yaml': files['shop.yaml'].replace('holdout: 30\n', '') } })
  await product.identify('anna', { email: 'anna@example.com' })
  await product.track('anna', 'Signed Up')
  const [mail] = await product.mails()
  const page = await (await product.get(`${mail?.url}/html`)).text()
  const link = /href="[^"]*(\/u\/[\w-]+)"/.exec(page)?.[1] ?? ''
  expect((await product.post(link, 'List-Unsubscribe=One-Click')).status).toBe(200)
  const report = JSON.parse((await oncue(['journey', 'show', 'welcome', '--json', '--data', product.data])).out) as JourneyReport
  expect(report.versions[0]?.steps.find(({ step }) => step === mail?.step)).toMatchObject({ sent: 1, unsubscribed: 1 })
})
