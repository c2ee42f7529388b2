// What the engine can say has its words in the console, in every language: a new reason, sentence or kind of decision is never shown as a key.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sayIn, type Words } from '../../console/src/words/say.ts'
import { changes } from '../../src/api/admin/admin-route.ts'
import { looks } from '../../src/api/admin/routes/audit.ts'
import { adminRoutes } from '../../src/api/admin/routes.ts'
import { problems } from '../../src/api/problem.ts'
import { deferralRules, skipReasons } from '../../src/model/decision.ts'
import { mistakes } from '../../src/model/mistakes.ts'
import { outsideMeanings } from '../../src/model/outside-words.ts'
import { type SentencePart, sentenceNames, sentenceParts } from '../../src/model/sentence.ts'
import { answers, refusals, type SentenceCode, sentences } from '../../src/model/sentences.ts'
import { outcomes } from '../../src/model/sentences-of-outcomes.ts'
import { ended, ordered } from '../../src/runtime/stopping/corrections.ts'
import { listSettings, readConfiguration } from '../../src/settings/configuration.ts'

type Texts = Readonly<Record<string, string>>
interface DecisionWords {
  readonly decision: Texts
  readonly reason: Texts
  readonly rule: Texts
  readonly said: Texts
  readonly step: Texts
  readonly door: Texts
  readonly outside: { readonly means: Texts }
}

/** The console is checked by rules of its own, for browsers: here its files are only run. */
const part = async (path: string): Promise<Record<string, never>> =>
  (await import(/* @vite-ignore */ new URL(`../../console/src/${path}`, import.meta.url).href)) as Record<string, never>
const { saidWords, optionalNames } = (await part('areas/decisions/said-words.ts')) as unknown as {
  readonly saidWords: (said: object, tongue: object) => string
  readonly optionalNames: object
}
const { formatsOf } = (await part('words/formats.ts')) as unknown as { readonly formatsOf: (language: string) => object }

const codes = Object.keys({ ...sentences, ...refusals, ...outcomes, ...answers }) as SentenceCode[]

function wordsIn(language: string): DecisionWords {
  return JSON.parse(readFileSync(`console/src/areas/decisions/words/${language}.json`, 'utf8')) as DecisionWords
}

function optionalIn(parts: readonly SentencePart[]): readonly string[] {
  return parts.flatMap((part) =>
    typeof part !== 'string' && 'optional' in part ? part.optional.flatMap((one) => (typeof one !== 'string' && 'name' in one ? [one.name] : [])) : [],
  )
}

/** Every choice of what is there. */
function choices(names: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = names
  if (first === undefined) return [[]]
  return choices(rest).flatMap((choice) => [choice, [first, ...choice]])
}

describe.each(['en', 'de', 'ru'])('in %s', (language) => {
  const words = wordsIn(language)

  test('every sentence has its words, also for what it may lack, and fills in nothing else', () => {
    const missing: string[] = []
    const known = new Set<string>()
    for (const code of codes) {
      const optional = optionalIn(sentenceParts(code))
      const wanted = sentenceNames(code).filter((name) => !optional.includes(name))
      for (const choice of choices(optional)) {
        const key = [code, ...choice].join('-')
        known.add(key)
        const text = words.said[key]
        const unknown = [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)]
          .map(([, name]) => (name as string).replace(/After$/, ''))
          .filter((name) => ![...wanted, ...choice].includes(name))
        if (text === undefined || unknown.length > 0) missing.push(`${key} ${unknown.join(', ')}`)
      }
    }
    expect(missing).toEqual([])
    expect(Object.keys(words.said).filter((key) => !known.has(key))).toEqual([])
  })

  test('so has every sentence about a mistake', () => {
    const { mistake } = JSON.parse(readFileSync(`console/src/kit/mistakes/words/${language}.json`, 'utf8')) as { readonly mistake: Texts }
    const namesOf = (text: string, form: RegExp): string =>
      [...text.matchAll(form)]
        .map(([, name]) => name)
        .toSorted()
        .join(' ')
    const wrong = Object.entries(mistakes).filter(
      ([code, text]) => namesOf(mistake[code] ?? '', /\{\{(\w+)\}\}/g) !== namesOf(text, /\{(\w+)\}/g) || !mistake[code],
    )
    expect(wrong).toEqual([])
    expect(Object.keys(mistake).filter((code) => !Object.hasOwn(mistakes, code))).toEqual([])
  })

  test('so has everything that words of other programs are known to mean', () => {
    expect(Object.keys(words.outside.means)).toEqual([...outsideMeanings])
  })

  test('so has every reason why a message is not sent, or not yet', () => {
    expect(skipReasons.filter((reason) => !Object.hasOwn(words.reason, reason))).toEqual([])
    expect(deferralRules.filter((rule) => !Object.hasOwn(words.rule, rule))).toEqual([])
  })

  test('no sentence begins with the name of its rule, which stands before it', () => {
    const { rule } = JSON.parse(readFileSync(`console/src/areas/people/words/${language}.json`, 'utf8')) as { readonly rule: Texts }
    const beginnings = ['quiet hours', 'frequency cap', 'holdout', 'expiry', 'consent', 'channel consent', 'content'].map((name) =>
      rule[name]?.toLowerCase().slice(0, 6),
    )
    expect(beginnings).not.toContain(undefined)
    const doubled = Object.entries(words.said).filter(([, text]) => beginnings.some((begins) => begins !== undefined && text.toLowerCase().startsWith(begins)))
    expect(doubled.filter(([code]) => /^(?:quiet|cap|held|expired|goes-before|no-to|never-yes|not-answered)/.test(code))).toEqual([])
  })

  test('so has every kind of decision, and every outcome at the door', () => {
    const source = readFileSync('src/model/decision.ts', 'utf8')
    const kinds = [...source.matchAll(/readonly kind: '([^']+)'/g)].map(([, kind]) => kind as string)
    expect(kinds.length).toBeGreaterThan(30)
    expect(kinds.filter((kind) => !Object.hasOwn(words.decision, kind))).toEqual([])
    const outcomes = /readonly outcome: (.+)$/m.exec(readFileSync('src/insight/why/why-answer.ts', 'utf8'))?.[1]?.split(' | ') ?? []
    expect(outcomes.length).toBeGreaterThan(5)
    expect(outcomes.map((one) => one.slice(1, -1)).filter((outcome) => !Object.hasOwn(words.door, outcome))).toEqual([])
  })
})

test.each(['en', 'de', 'ru'])('everything that may stand in the log of changes has its words in %s', (language) => {
  const { audit } = JSON.parse(readFileSync(`console/src/areas/settings/words/${language}.json`, 'utf8')) as {
    readonly audit: { readonly did: Texts; readonly detail: Texts }
  }
  const ofDomains = ['slow', 'stop', 'resume', 'go on'].map((did) => `${did} advertising`)
  const byItself = [...ofDomains, 'pause journey', 'end allowance', ordered, ended]
  const noted = adminRoutes.filter((route) => changes(route) || route.audited !== undefined).map(({ name }) => name)
  expect([...new Set([...noted, ...looks, ...byItself])].filter((name) => !Object.hasOwn(audit.did, name))).toEqual([])
  expect([...looks].filter((name) => !adminRoutes.some((route) => route.name === name))).toEqual([])
  const routes = 'src/api/admin/routes'
  const written = readdirSync(routes).flatMap((file) => [...readFileSync(`${routes}/${file}`, 'utf8').matchAll(/details: \{([^{}]*)\}/g)])
  const details = written.flatMap(([, inside = '']) => inside.split(',').flatMap((one) => /^\s*(\w+)\s*(?::|$)/.exec(one)?.[1] ?? []))
  expect(details.length).toBeGreaterThan(20)
  expect([...new Set(details)].filter((name) => !Object.hasOwn(audit.detail, name))).toEqual([])
})

test.each(['en', 'de', 'ru'])('so has everything that may be asked of somebody, in %s', (language) => {
  const commands = readFileSync('src/model/input.ts', 'utf8').matchAll(/readonly do: ((?:'[^']+'(?: \| )?)+)/g)
  const names = [...commands].flatMap(([, found]) => (found as string).split(' | ').map((name) => name.slice(1, -1)))
  expect(names.length).toBeGreaterThan(15)
  const words = JSON.parse(readFileSync(`console/src/areas/people/words/${language}.json`, 'utf8')) as { readonly do: Texts }
  expect(names.filter((name) => !Object.hasOwn(words.do, name))).toEqual([])
})

test('the console knows what each sentence may lack', () => {
  const known = Object.fromEntries(codes.map((code) => [code, optionalIn(sentenceParts(code))]).filter(([, names]) => (names as readonly string[]).length > 0))
  expect(optionalNames).toEqual(known)
})

const moment = Date.UTC(2026, 10, 21, 18, 40)
test('what failed is not called handed over, and says what the words of a mail server mean beside them', async () => {
  const { decisionTitle, decisionWords } = (await part('areas/decisions/decision-words.ts')) as unknown as {
    readonly decisionTitle: (decision: object, tongue: object) => string
    readonly decisionWords: (told: object, tongue: object) => string
  }
  const decision = { kind: 'handed over', outcome: 'failed', channel: 'email', template: 'hello', step: 'mail' }
  const because = { code: 'mail-answered', values: { words: { code: 'outside', values: { words: '550 5.1.1 No such user', means: 'no-mailbox' } } } }
  const tongue = await germanTongue()
  expect(decisionTitle(decision, tongue)).toBe('Übergabe fehlgeschlagen')
  expect(decisionWords({ decision, because, step: null }, tongue)).toBe(
    'E-Mail „hello“ · der Mailserver antwortete: das Postfach gibt es nicht („550 5.1.1 No such user“)',
  )
  expect(decisionTitle({ ...decision, outcome: 'unknown' }, tongue)).toBe('Übergabe abgebrochen')
  expect(decisionTitle({ ...decision, outcome: 'sent' }, tongue)).toBe('Übergeben')
})

/** One sentence of each shape, as a German reads it. */
test.each([
  ['wait', { duration: '1d' }, 'nach 1 Tag'],
  ['at-most', { duration: '1d12h' }, 'höchstens 1 Tag 12 Stunden'],
  ['variant-by-rule', { variant: 'bold', by: 'clicked' }, 'Variante „bold“: Sie war bei denen, die vorausgingen, die beste (Klicks)'],
  ['step-done', { step: 'remind' }, 'nach „remind“'],
  ['complaints', { rate: '2.9 %', count: 3, max: 104, within: '1d' }, 'Beschwerden 2,9 % (3 von 104 innerhalb von 1 Tag)'],
  // Those that go first are counted in what there is.
  ['cap-full', { limit: 'höchstens 1', count: 1, rivals: 1, at: moment }, /^höchstens 1; bisher 1, davon 1 gerade vor dieser an der Reihe, wieder Platz ab /],
  [
    'waits-for-first',
    {
      ways: [
        { code: 'plain', values: { words: 'Order Completed' } },
        { code: 'after', values: { duration: '3d' } },
      ],
    },
    'auf das, was zuerst kommt: Order Completed; nach 3 Tagen',
  ],
])('%s is said in German', async (code, values, text) => {
  expect(await inGerman({ code, values })).toEqual(typeof text === 'string' ? text : expect.stringMatching(text))
})

test('times stand in the format and the zone of the reader', async () => {
  const said = await inGerman({ code: 'wants-no-mail', values: { until: moment } })
  expect(said).toContain(new Intl.DateTimeFormat('de', { dateStyle: 'medium', timeStyle: 'short' }).format(moment))
})

async function inGerman(said: { readonly code: string; readonly values: Readonly<Record<string, unknown>> }): Promise<string> {
  return saidWords(said, await germanTongue())
}

async function germanTongue(): Promise<object> {
  const conditions = JSON.parse(readFileSync('console/src/areas/conditions/words/de.json', 'utf8')) as Words
  return {
    say: sayIn('de', () => wordsIn('de') as unknown as Words),
    sayCondition: sayIn('de', () => conditions),
    formats: formatsOf('de'),
    language: 'de',
  }
}

test('what each setting of the server means is said in every language, in English as everywhere else', () => {
  const meanings = Object.fromEntries(listSettings(readConfiguration({})).map(({ name, what }) => [name, what]))
  const words = (language: string): Texts => JSON.parse(readFileSync(`console/src/areas/settings/server-words/words/${language}.json`, 'utf8')) as Texts
  expect(words('en')).toEqual(meanings)
  for (const language of ['de', 'ru']) {
    expect(Object.keys(words(language)), language).toEqual(Object.keys(meanings))
    for (const [name, text] of Object.entries(words(language))) expect(text, `${language} ${name}`).not.toBe(meanings[name])
  }
})

test('the title of each problem that a page of the console may meet is said in every language, in English as everywhere else', () => {
  // Answered only where programs, shops and mail systems knock.
  const elsewhere = ['too-many-events', 'unauthorized', 'origin-refused', 'not-open', 'admin-unauthorized', 'hook-unauthorized', 'link-invalid']
  const ofPrograms = ['unsupported-encoding', 'wrong-host', 'key-used-otherwise', 'method-not-allowed']
  const met = Object.entries(problems).filter(([code]) => ![...elsewhere, ...ofPrograms].includes(code))
  const words = (language: string): Texts => JSON.parse(readFileSync(`console/src/kit/problem-words/words/${language}.json`, 'utf8')) as Texts
  for (const [code, { title }] of met) {
    expect(words('en')[code], code).toBe(title)
    for (const language of ['de', 'ru']) expect([undefined, title], `${language} ${code}`).not.toContain(words(language)[code])
  }
})
