// What a publication changes is said in the language of the reader: every field that a journey has is named, and nothing is shown as the code it is written in.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sayIn, type Words } from '../../console/src/words/say.ts'
import { diffJourneys } from '../../src/engine/diff-journeys.ts'
import { guardRulesSchema } from '../../src/model/guard.ts'
import { goalSchema, type Journey, journeySchema, popupSchema, stepSchemas } from '../../src/model/journey.ts'

type Say = (key: string, values?: object) => string
interface Tongue {
  readonly say: Say
  readonly sayJourney: Say
  readonly sayCondition: Say
}

/** The console is checked by rules of its own, for browsers: here its files are only run. */
const { changeWords, fieldName } = (await import(
  /* @vite-ignore */ new URL('../../console/src/areas/journeys/changes/change-words.ts', import.meta.url).href
)) as {
  readonly changeWords: (said: object, tongue: Tongue) => string
  readonly fieldName: (field: string, tongue: Tongue) => string
}

const { branchWords, onlyWhenWords, triggerWords } = (await import(
  /* @vite-ignore */ new URL('../../console/src/areas/journeys/step-look.ts', import.meta.url).href
)) as {
  readonly branchWords: (value: object, say: Say, sayCondition?: Say, share?: number) => string
  readonly onlyWhenWords: (value: object, say: Say, sayCondition?: Say) => string | undefined
  readonly triggerWords: (kind: string, value: object, say: Say, sayCondition?: Say) => string
}

const names = { 'journey-changes': 'journeys/changes', journeys: 'journeys', conditions: 'conditions' } as const

function tongueOf(language: string): Tongue {
  const sayOf = (area: keyof typeof names): Say => {
    const words = JSON.parse(readFileSync(`console/src/areas/${names[area]}/words/${language}.json`, 'utf8')) as Words
    return sayIn(language, () => words) as Say
  }
  return { say: sayOf('journey-changes'), sayJourney: sayOf('journeys'), sayCondition: sayOf('conditions') }
}

const before: Journey = journeySchema.parse({
  journey: 'cart',
  utm: false,
  enter: [{ quiet: '30m', on: ['Product Added'] }],
  exit: [{ event: 'Order Completed' }],
  goal: { event: 'Order Completed', within: '3d' },
  steps: [
    { id: 'pause', wait: '1d' },
    { id: 'remind', send: 'cart-reminder' },
    { id: 'tell', popup: { title: 'Your cart', button: { text: 'Go', url: '/cart' } } },
    { id: 'call', webhook: { url: 'https://crm.example/hook' } },
    { id: 'note', update: { set: { stage: 'reminded' } } },
    {
      id: 'ways',
      on: [
        { event: 'Order Completed', steps: [] },
        { after: '1d', steps: [] },
      ],
    },
    { id: 'old', send: 'cart-offer', expires: '12h' },
  ],
})

const after: Journey = journeySchema.parse({
  journey: 'cart',
  description: 'Reminds of carts',
  status: 'paused',
  enter: [
    { quiet: '30m', on: ['Product Added'], unless: 'Order Completed', if: { cart: { value: { gte: 50 } } } },
    { becomes: { since: 'Order Completed', gte: '60d' } },
  ],
  again: { max: 3, within: '30d' },
  utm: { campaign: 'winter' },
  maxAge: '2h',
  key: 'properties.cart_id',
  holdout: 10,
  guard: { times: 20, unknown: { perHour: 500 } },
  exit: [{ event: 'Order Completed', where: { total: { gte: 20 } } }, { when: { list: 'staff' } }],
  goal: { event: 'Order Completed', within: '5d', value: 'properties.total' },
  steps: [
    { id: 'pause', wait: { for: { event: 'Order Completed' }, 'at most': '3d' } },
    { id: 'tell', popup: { title: 'Still there', button: { text: 'Go', url: '/checkout' }, close: false } },
    {
      id: 'remind',
      send: 'cart-reminder',
      if: { attribute: 'plan', eq: 'pro' },
      topic: 'news',
      expires: '12h',
      priority: 3,
      utm: { content: 'second' },
      subject: 'Still there',
      subjects: { de: 'Noch da' },
      preheader: 'Until Sunday',
      preheaders: { de: 'Bis Sonntag' },
      from: { name: 'Anna of the Shop' },
    },
    { id: 'call', webhook: { url: 'https://crm.example/hook', body: { who: '{{ name }}' }, headers: { 'X-Shop': 'north' } } },
    { id: 'note', update: { set: { stage: 'asked' }, unset: ['coupon'] } },
    {
      id: 'ways',
      on: [
        { event: 'Order Completed', where: { total: { gt: 5 } }, steps: [] },
        { after: '2d', steps: [] },
        { match: { list: 'staff' }, steps: [] },
      ],
    },
    { id: 'old', wait: '2h' },
    {
      id: 'split',
      split: [
        { variant: 'A', steps: [{ id: 'inner', end: true }] },
        { variant: 'B', weight: 2, steps: [] },
      ],
    },
  ],
})

describe.each(['en', 'de', 'ru'])('in %s', async (language) => {
  const tongue = tongueOf(language)

  test('no change is said as code or as the key of a word, in either direction', () => {
    const lines = [...diffJourneys(before, after), ...diffJourneys(after, before)].map(({ said }) => changeWords(said, tongue))
    expect(lines.length).toBeGreaterThan(40)
    const bad = lines.filter(
      (line) => line === '' || /\{"|\[object|"\}|undefined/.test(line) || /\b(?:said|field|again|status|kind|trigger|compare)\.[a-z]/i.test(line),
    )
    expect(bad).toEqual([])
  })

  test('every field of a journey and of its steps has a name', () => {
    const stepFields = Object.entries(stepSchemas).flatMap(([kind, schema]) => Object.keys(schema.shape).filter((name) => name !== kind && name !== 'id'))
    const headFields = Object.keys(journeySchema.shape).filter((name) => name !== 'journey' && name !== 'steps')
    const inner = [goalSchema.shape, popupSchema.shape, guardRulesSchema.shape].flatMap((shape) => Object.keys(shape))
    const fields = [...new Set([...stepFields, ...headFields, ...inner])]
    expect(fields.length).toBeGreaterThan(35)
    expect(fields.filter((name) => tongue.say(`field.${name}`) === `field.${name}`)).toEqual([])
    expect(fieldName('wait', tongue)).toBe(tongue.sayJourney('kind.wait'))
  })
})

test('only what differs of a field is said', async () => {
  const tongue = tongueOf('de')
  const lines = diffJourneys(before, after).map(({ step, said }) => `${step ?? ''}: ${changeWords(said, tongue)}`)
  expect(lines).toContain(': Ziel: Innerhalb von: 5 Tage (bisher: 3 Tage); Wert ist neu: „properties.total“')
  expect(lines).toContain('remind: Zu spät nach ist neu: 12 Stunden')
  expect(lines).toContain('remind: Name des Absenders ist neu: „Anna of the Shop“')
  expect(lines.filter((line) => line.includes('UTM'))).toEqual([
    ': UTM-Parameter der Links: campaign: „winter“ (bisher: nein)',
    'remind: UTM-Parameter der Links ist neu: content: „second“',
  ])
  expect(lines).toContain('note: Profil ändern: Setzen: stage: „asked“ (bisher: „reminded“); Entfernen ist neu: „coupon“')
})

test('a way and a trigger with a condition say what it asks; what cannot be said in words is called a condition', async () => {
  const { sayJourney, sayCondition } = tongueOf('en')
  const opened = { message: 'welcome', did: 'opened' }
  expect(branchWords({ if: opened, steps: [] }, sayJourney, sayCondition)).toBe('“welcome” opened')
  expect(branchWords({ match: { not: opened }, steps: [] }, sayJourney, sayCondition)).toContain('welcome')
  expect(triggerWords('becomes', { becomes: opened }, sayJourney, sayCondition)).toBe('“welcome” opened')
  expect(branchWords({ if: { unheard: 'of' }, steps: [] }, sayJourney, sayCondition)).toBe('if the condition holds')
  expect(branchWords({ if: opened, steps: [] }, sayJourney)).toBe('if the condition holds')
  expect(onlyWhenWords({ on: 'Signed Up', if: opened }, sayJourney, sayCondition)).toBe('only when: “welcome” opened')
  expect(onlyWhenWords({ at: '0 9 * * *', for: opened }, sayJourney, sayCondition)).toBe('only when: “welcome” opened')
  expect(onlyWhenWords({ send: 'welcome', if: opened }, sayJourney)).toBe('when the condition holds')
  expect(onlyWhenWords({ on: 'Signed Up' }, sayJourney, sayCondition)).toBeUndefined()
  expect(branchWords({ variant: 'A', weight: 2 }, sayJourney, sayCondition, 2 / 3)).toBe('A · 66.7%')
  expect(branchWords({ variant: 'A', weight: 2 }, sayJourney)).toBe('A · weight 2')
})

test('of one trigger that says something else, only the parts that differ are said', async () => {
  const enter = [{ quiet: '30m', on: ['Product Added', 'Checkout Started'] }]
  const [change] = diffJourneys(
    { ...before, enter },
    { ...before, enter: [{ quiet: '1h', on: ['Product Added', 'Checkout Started'], unless: 'Order Completed' }] },
  )
  expect(changeWords(change?.said ?? {}, tongueOf('en'))).toBe('What lets people in: Silence of: 1 hour (was: 30 minutes); Unless is new: “Order Completed”')
})
