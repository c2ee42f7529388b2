// The ready templates of the example and of the recipes: each of their samples makes a mail that every mail program can show, that everybody can read and that the law allows.

import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDefinitions } from '../../src/authoring/load-definitions.ts'
import { compilePages } from '../../src/content/compile-pages.ts'
import { createRenderer } from '../../src/content/renderer.ts'
import { sampleFacts, shownIn } from '../../src/content/sample-problems.ts'
import { templateProblems } from '../../src/content/template-problems.ts'
import { marketingProblems } from '../../src/engine/marketing-rules.ts'
import { brandFacts } from '../../src/model/brand.ts'
import type { Definitions, Template } from '../../src/model/definitions.ts'

const renderer = createRenderer()
afterAll(() => renderer.close())

interface Mail {
  readonly name: string
  /** The postal one of whoever sends. */
  readonly address: string
  readonly advertises: boolean
  readonly subject: string
  readonly html: string
  readonly text: string
}

const recipes = readdirSync('examples/recipes').map((name) => `examples/recipes/${name}`)
let shop: Definitions
const templates: Template[] = []
const mails: Mail[] = []

async function definitionsIn(folder: string): Promise<Definitions> {
  const { definitions, problems } = await loadDefinitions(folder)
  if (definitions === undefined) throw new Error(JSON.stringify(problems))
  const pages = await compilePages(definitions)
  expect([...problems, ...pages.problems, ...pages.templates.flatMap(templateProblems), ...marketingProblems({ ...definitions, ...pages })]).toEqual([])
  return { ...definitions, templates: pages.templates }
}

beforeAll(async () => {
  shop = await definitionsIn('examples/shop')
  for (const definitions of [shop, ...(await Promise.all(recipes.map(definitionsIn)))]) {
    templates.push(...definitions.templates)
    for (const template of definitions.templates) {
      for (const [sample, given] of Object.entries(template.samples ?? {})) {
        const mail = await renderer.email(
          template,
          sampleFacts(definitions.workspace, given, shownIn(template, definitions.collections ?? [], { sample: given })),
          'refused',
        )
        if (!mail.ok) throw new Error(mail.reason)
        const { address = '' } = definitions.workspace
        const advertises = template.topic !== undefined && !neededTopics(definitions).includes(template.topic)
        mails.push({ name: `${definitions.workspace.workspace}: ${template.template}, ${sample}`, address, advertises, ...mail })
      }
    }
  }
})

/** Of what people must get: limits, quiet hours and a no to all mail hold nothing of it back. */
function neededTopics({ workspace }: Definitions): readonly string[] {
  return (workspace.topics ?? []).flatMap(({ topic, transactional }) => (transactional === true ? [topic] : []))
}

/** Every mail for which a rule does not hold. */
const against = (rule: (mail: Mail) => boolean): string[] => mails.filter((mail) => !rule(mail)).map(({ name }) => name)

describe('the ready templates', () => {
  test('there are at least ten, and those of the recipes, each in MJML with a text part and a sample', () => {
    expect(shop.templates.length).toBeGreaterThanOrEqual(10)
    expect(templates.length - shop.templates.length).toBeGreaterThanOrEqual(15)
    expect(templates.filter(({ samples, mjml }) => samples === undefined || mjml === undefined)).toEqual([])
  })

  test('what people must get is on a topic that says so, and nothing but the question of a form has none', () => {
    expect(neededTopics(shop)).toContain(shop.templates.find(({ template }) => template === 'receipt')?.topic)
    expect(templates.filter(({ topic }) => topic === undefined).map(({ template }) => template)).toEqual([shop.workspace.doubleOptIn?.template])
  })

  test('of the recipes look the same: their partials differ nowhere', () => {
    const partials = recipes.flatMap((folder) =>
      readdirSync(`${folder}/partials`).map((name) => ({ name, text: readFileSync(`${folder}/partials/${name}`, 'utf8') })),
    )
    for (const { name, text } of partials) expect(new Set(partials.filter((one) => one.name === name).map((one) => one.text))).toEqual(new Set([text]))
  })

  test('stay under 102 KB, so that no mail program cuts them off', () => {
    expect(against(({ html }) => Buffer.byteLength(html) < 102 * 1024)).toEqual([])
  })

  test('use nothing that Outlook cannot do: tables carry the layout', () => {
    const refused = /display:\s*(?:flex|grid)|position:\s*(?:absolute|fixed|relative)|float:\s*(?:left|right)|<(?:script|form|video|iframe|svg|link)\b|@import/i
    expect(against(({ html }) => !refused.test(html))).toEqual([])
    expect(against(({ html }) => [...html.matchAll(/<table\b[^>]*>/g)].every(([table]) => /cellpadding="0"/.test(table)))).toEqual([])
  })

  test('say what is on a picture, and how large it is', () => {
    expect(against(({ html }) => [...html.matchAll(/<img\b[^>]*>/g)].every(([image]) => /\salt="[^"]+"/.test(image) && /\swidth="\d+"/.test(image)))).toEqual(
      [],
    )
  })

  test('have the address, and the way out where they advertise, in both forms', () => {
    expect(against(({ address, html, text }) => html.includes(address.split(', ')[1] ?? '?') && text.includes(address))).toEqual([])
    expect(
      against(({ advertises, html, text }) => !advertises || (html.includes('sample.invalid/unsubscribe') && text.includes('sample.invalid/unsubscribe'))),
    ).toEqual([])
  })

  test('have a dark form, a language, a title and a preview line', () => {
    const parts = [
      /prefers-color-scheme: dark/,
      /<meta name="color-scheme" content="light dark">/,
      /<html lang="en"/,
      /<title>[^<]+<\/title>/,
      /data-preheader/,
    ]
    expect(against(({ html }) => parts.every((part) => part.test(html)))).toEqual([])
  })

  test('leave nothing of the template language, and nothing that is undefined', () => {
    expect(against(({ subject, html, text }) => !/\{\{|\{%|undefined|NaN|\[object|&lt;br/.test(`${subject}${html}${text}`))).toEqual([])
  })

  test('read well as text: no HTML, no things run together', () => {
    expect(against(({ text }) => !/<\/?[a-z]+|€\d+\.\d\d[A-Z]/.test(text) && text.length > 100)).toEqual([])
  })

  test('can be read: words stand out from what is behind them, by light and in the dark', () => {
    const looks = [shop.workspace.brand, undefined].map((brand) => brandFacts({ brand, sender: 'Shop' }))
    for (const colors of looks.flatMap(({ colors, dark }) => [colors, dark])) {
      const pairs = [
        [colors.ink, colors.card],
        [colors.soft, colors.card],
        [colors.soft, colors.ground],
        [colors.link, colors.card],
        [colors.onAccent, colors.accent],
        [colors.ink, colors.tint],
        [colors.soft, colors.tint],
      ] as const
      for (const [ink = '', ground = ''] of pairs) expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
  })
})

/** The contrast of WCAG 2: 4.5 is what small text needs. */
function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
