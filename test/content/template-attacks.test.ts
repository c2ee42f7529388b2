// Templates that want to stop the server, to read it or to run in it. Each ends in an error or in harmless output, and the next mail
// is rendered as if nothing had been.

import { afterAll, describe, expect, test } from 'vitest'
import { expandPartials } from '../../src/authoring/expand-partials.ts'
import { compileMjml } from '../../src/content/compile-mjml.ts'
import { mailProblems } from '../../src/content/mail-problems.ts'
import { createRenderer } from '../../src/content/renderer.ts'
import { templateProblems } from '../../src/content/template-problems.ts'
import { marketingProblems } from '../../src/engine/marketing-rules.ts'
import { facts } from './facts.ts'

const renderer = createRenderer()
afterAll(() => renderer.close())

const tooLarge = /its intermediate values grew too large/
/** Whichever comes first: a machine with much else to do takes more time for a step. */
const tooManySteps = /more than 50000 tags and placeholders|it took more than 150 ms of processor time/
const tooDeep = /nested too deeply/
const thread = /it took more than (150|600) ms of processor time|it needed more than \d+ MB of memory/
const many = (text: string, times: number): string => text.repeat(times)

/** Each with how it must end: the words of the refusal, or the harmless output. */
const attacks: Record<string, { readonly template: string; readonly refused?: RegExp; readonly output?: string }> = {
  'a range of a billion in a loop': { template: '{% for i in (1..1000000000) %}x{% endfor %}', refused: tooLarge },
  'a range of a billion in a variable': { template: '{% assign a = (1..1000000000) %}{{ a | size }}', refused: tooLarge },
  'loops in loops': {
    template: '{% for a in (1..900) %}{% for b in (1..900) %}{% for c in (1..900) %}{% endfor %}{% endfor %}{% endfor %}',
    refused: tooManySteps,
  },
  'a cycle in a long loop': { template: '{% for i in (1..60000) %}{% cycle "a", "b" %}{% endfor %}', refused: tooManySteps },
  'a long table row': { template: '{% tablerow i in (1..60000) cols:1 %}x{% endtablerow %}', refused: tooManySteps },
  'doubling a text by append': { template: '{% assign s = "xxxx" %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}', refused: tooLarge },
  'doubling a list by concat': {
    template: '{% assign a = "a,b" | split: "," %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}',
    refused: tooLarge,
  },
  'doubling a text by capture': {
    template: '{% assign x = "yyyy" %}{% for i in (1..60) %}{% capture x %}{{x}}{{x}}{% endcapture %}{% endfor %}',
    refused: tooLarge,
  },
  'blowing a text up by replace': {
    template: '{% assign s = "aaaa" %}{% for i in (1..20) %}{% assign s = s | replace: "a", "aaaaaaaaaaaaaaaa" %}{% endfor %}',
    refused: tooLarge,
  },
  'blowing a text up by base64': { template: '{% assign s = "aaaa" %}{% for i in (1..90) %}{% assign s = s | base64_encode %}{% endfor %}', refused: tooLarge },
  'a page repeated without end': { template: `{% for i in (1..40000) %}${many('y', 400_000)}{% endfor %}`, refused: /it grew too large|came out longer/ },
  'a page that is a little too long': { template: `{% for i in (1..4) %}${many('y', 300_000)}{% endfor %}`, refused: /came out longer than 1000000/ },
  'a template that is too long': { template: many('y', 500_001), refused: /it is longer than 500000 characters/ },
  'joining with a long separator': { template: '{{ trigger.big | split: "" | join: trigger.big }}', refused: tooLarge },
  '__proto__ as a filter': { template: '{{ "x" | __proto__ }}', refused: /there is no filter "__proto__"/ },
  'constructor as a filter': { template: '{{ "x" | constructor: "return process" }}', refused: /there is no filter "constructor"/ },
  'valueOf as a filter': { template: '{{ "x" | valueOf }}', refused: /there is no filter "valueOf"/ },
  '__proto__ as a tag': { template: '{% __proto__ %}', refused: /there is no tag/ },
  'constructor as a tag': { template: '{% constructor %}', refused: /there is no tag/ },
  'prototypes as properties': {
    template: '[{{ subscriber.__proto__.x }}{{ subscriber.constructor.constructor }}{{ "".constructor }}{{ subscriber["__proto__"] }}]',
    output: '[]',
  },
  'a filter that runs text as code': { template: '{{ trigger | where_exp: "x", "x" }}', refused: /there is no filter "where_exp"/ },
  'including a file': { template: '{% include "/etc/passwd" %}', refused: /a template stands alone/ },
  'rendering a file': { template: '{% render "/etc/passwd" %}', refused: /a template stands alone/ },
  'a layout from a file': { template: '{% layout "/etc/passwd" %}', refused: /a template stands alone/ },
  'a date as wide as the memory': { template: "[{{ 1 | date: '%999999999d' }}|{{ 1 | date: '%9999Y' }}]", output: '[%999999999d|00000000000000001970]' },
  'brackets in brackets': { template: `{{ ${many('a[', 40_000)}${many(']', 40_000)} }}`, refused: tooDeep },
  'more ifs in ifs than a thread can walk': {
    template: `${many('{% if true %}', 12_000)}x${many('{% endif %}', 12_000)}`,
    refused: new RegExp(`${tooDeep.source}|${thread.source}`),
  },
  'a hundred thousand placeholders': { template: many('{{a}}', 99_000), refused: new RegExp(`${tooManySteps.source}|${thread.source}`) },
  'comments that never close': { template: many('{% comment %}', 20_000), refused: new RegExp(`not closed|${thread.source}`) },
  'placeholders that never close': { template: many('{{', 200_000), refused: /not closed/ },
}

const fine = { template: 'fine', subject: 'Hello', html: 'Hello {{ journey }}' }

describe('an attack by a template', () => {
  test.each(Object.entries(attacks))('%s is contained', async (_, { template, refused, output }) => {
    const [attacked, other] = await Promise.all([renderer.email({ template: 'evil', subject: 'Hello', html: template }, facts), renderer.email(fine, facts)])
    if (refused !== undefined) expect(attacked).toMatchObject({ ok: false, reason: expect.stringMatching(refused) })
    if (output !== undefined) expect(attacked).toMatchObject({ ok: true, html: output })
    expect(other).toMatchObject({ ok: true, html: 'Hello welcome' })
  })

  test('3,000 ifs in each other are rendered or refused', async () => {
    const html = `${many('{% if true %}', 3000)}x${many('{% endif %}', 3000)}`
    const rendered = await renderer.email({ template: 'deep', subject: 'Hello', html }, facts)
    if (rendered.ok) expect(rendered.html).toBe('x')
    else expect(rendered.reason).toMatch(new RegExp(`${tooDeep.source}|${thread.source}`))
  })
})

describe('a rendering that does not end by itself', () => {
  const endless = { template: 'endless', subject: 'Hello', html: many('<ul><li>', 40_000) }

  test('is ended with its thread, and no other mail is lost', async () => {
    const before = renderer.endedThreads()
    const mails = await Promise.all([
      ...Array.from({ length: 20 }, () => renderer.email(fine, facts)),
      renderer.email(endless, facts),
      renderer.email(fine, facts),
    ])
    expect(renderer.endedThreads()).toBe(before + 1)
    expect(mails.filter((mail) => !mail.ok)).toEqual([{ ok: false, reason: 'template "endless": it took more than 600 ms of processor time' }])
  })

  test('is ended once, however many it was to be sent to', async () => {
    const before = renderer.endedThreads()
    const large = { template: 'everybody', subject: 'Hello', html: many('<ol><li>', 40_000) }
    const mails = await Promise.all(Array.from({ length: 50 }, () => renderer.email(large, facts)))
    mails.push(await renderer.email({ ...large }, facts))
    expect(mails.filter((mail) => mail.ok)).toEqual([])
    expect(renderer.endedThreads()).toBe(before + 1)
  })

  test('is ended for the one for whom it does not end, not for everybody', async () => {
    const greedy = {
      template: 'greedy',
      subject: 'Hello',
      html: `{% for i in (1..trigger.many) %}{% if ${many('1 == 2 or ', 2000)}false %}{% endif %}{% endfor %}done`,
    }
    const to = (howMany: number) => renderer.email(greedy, { ...facts, trigger: { many: howMany } })
    const [few, endless, again] = [await to(1), await to(20_000), await to(1)]
    expect(endless).toEqual({ ok: false, reason: 'template "greedy": it took more than 150 ms of processor time' })
    expect([few, again]).toMatchObject([{ html: 'done' }, { html: 'done' }])
  })

  test('is tried once more when the thread has rested in between', async () => {
    const resting = createRenderer({ limitMs: 10, restMs: 1 })
    await resting.email(endless, facts)
    expect(resting.endedThreads()).toBe(1)
    await expect.poll(() => resting.email(endless, facts).then(() => resting.endedThreads())).toBe(2)
    expect(await resting.texts([{ text: 'Hello {{ subscriber.first_name }}', encode: 'none' }], facts)).toMatchObject({ ok: true })
    await resting.close()
  })

  test('templates that are large together are forgotten and compiled again, and end no thread', async () => {
    const small = createRenderer({ heapMb: 40, limitMs: 60_000 })
    const large = Array.from({ length: 16 }, (_, index) => ({ template: `large-${index}`, subject: 'Hello', html: `${many('{{ journey }} ', 1800)}${index}` }))
    const mails = await Promise.all(large.map((template) => small.email(template, facts)))
    const [again] = await Promise.all([small.email(large[0] ?? fine, facts), small.email(large[0] ?? fine, facts)])
    expect(mails.filter(({ ok }) => !ok)).toEqual([])
    expect(again).toEqual(mails[0])
    expect(small.endedThreads()).toBe(0)
    await small.close()
  })

  test('cannot take the memory of the server', async () => {
    const small = createRenderer({ heapMb: 16, limitMs: 60_000 })
    const fat = { template: 'fat', subject: 'Hello', html: many('{{a}}', 99_000) }
    const [attacked, other] = await Promise.all([small.email(fat, facts), small.email(fine, facts)])
    expect(attacked).toEqual({ ok: false, reason: 'template "fat": it needed more than 16 MB of memory' })
    expect(other).toMatchObject({ ok: true })
    await small.close()
  })
})

describe('a page in MJML that wants to stop whoever compiles it', () => {
  const page = (inner: string): string => `<mjml><mj-body>${inner}</mj-body></mjml>`
  const column = (inner: string): string => page(`<mj-section><mj-column>${inner}</mj-column></mj-section>`)
  const pages: Record<string, { readonly mjml: string; readonly refused?: RegExp }> = {
    'frames in frames': { mjml: page(many('<mj-wrapper>', 40_000)), refused: /cannot stand in <mj-wrapper>/ },
    'a text that never closes': { mjml: column(`<mj-text>${many('<', 450_000)}`), refused: /is not closed/ },
    'attributes without values, a hundred thousand mistakes': { mjml: page(`<mj-section ${many('a ', 200_000)}>`), refused: /not written as name="value"/ },
    'quotes that never close': { mjml: page(`<mj-section padding="${many('x', 450_000)}`), refused: /has no end/ },
    'a comment that never closes': { mjml: page(`<!--${many('-', 450_000)}`), refused: /is not closed/ },
    'closing tags alone': { mjml: page(many('</mj-x>', 60_000)), refused: /stands where <mj-body> is still open/ },
    'entities in entities': {
      mjml: `<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${column(`<mj-text>${many('&b;', 90_000)}</mj-text>`)}`,
      refused: /stands outside of <mjml>/,
    },
    'a file of the server': { mjml: page('<mj-include path="/etc/passwd" />'), refused: /no element <mj-include>/ },
    'a page that is too long': { mjml: page(many(' ', 500_001)), refused: /longer than 500000/ },
    'a hundred thousand comments': { mjml: page(many('<!-- -->', 60_000)) },
    'placeholders between elements': { mjml: page(many('{{ a }}', 60_000)) },
    'placeholders in ten thousand texts': { mjml: column(many('<mj-text>{{ a }}</mj-text>', 10_000)) },
    'a carousel whose rules grow with the square of its pictures': {
      mjml: column(`<mj-carousel>${many('<mj-carousel-image src="https://a.example/a.png" />', 9000)}</mj-carousel>`),
      refused: /a carousel has more than 20 pictures/,
    },
    'as many carousels as fit': {
      mjml: column(many(`<mj-carousel>${many('<mj-carousel-image src="a"/>', 20)}</mj-carousel>`, 800)),
    },
    'thousands of sections': { mjml: page(many('<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>', 7000)) },
    'thousands of columns in one section': { mjml: page(`<mj-section>${many('<mj-column></mj-column>', 20_000)}</mj-section>`) },
    'an accordion of thousands': { mjml: column(`<mj-accordion>${many('<mj-accordion-element/>', 18_000)}</mj-accordion>`) },
    'words like those that stand for Liquid': {
      mjml: column(`<mj-text>${Array.from({ length: 600 }, (_, index) => `l${many('q', index)}`).join(' ')}{{ a }}</mj-text>`),
    },
  }

  // Processor time, because other work on the machine must not decide; ten times what was measured, and a hundredth of what it took before.
  test.each(Object.entries(pages))('%s is refused or compiled in little time', (_, { mjml, refused }) => {
    const before = process.cpuUsage()
    const { html, mistakes } = compileMjml(mjml, 'en')
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(1500)
    expect(mistakes.length).toBeLessThanOrEqual(100)
    if (refused === undefined) expect(html).toBeDefined()
    else expect(mistakes[0]?.message).toMatch(refused)
  })
})

describe('a page that takes long to compile', () => {
  const long = `<mjml><mj-body><mj-section><mj-column><mj-accordion>${many('<mj-accordion-element/>', 18_000)}</mj-accordion></mj-column></mj-section></mj-body></mjml>`
  const short = '<mjml><mj-body><mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section></mj-body></mjml>'

  test('holds nobody up: the server goes on meanwhile, and the next page is compiled', async () => {
    const compiling = createRenderer({ pageMs: 60_000 })
    let isDone = false
    let turns = 0
    const goOn = (): void => {
      turns += 1
      if (!isDone) setImmediate(goOn)
    }
    setImmediate(goOn)
    const { html } = await compiling.page(long, 'en')
    isDone = true
    expect(html?.length).toBeGreaterThan(1_000_000)
    // Each turn is one in which a request could have been answered.
    expect(turns).toBeGreaterThan(100)
    expect((await compiling.page(short, 'en')).html).toContain('Hello')
    await compiling.close()
  })

  test('is ended with its thread when it takes too much, which is a mistake of the page, and no other page is lost', async () => {
    const compiling = createRenderer({ pageMs: 25 })
    const [first, second] = await Promise.all([compiling.page(long, 'en'), compiling.page(short, 'en')])
    expect(first).toEqual({
      mistakes: [{ at: 0, message: 'MJML cannot be made of it: it took more than 25 ms of processor time', fix: 'make it shorter, with fewer elements' }],
    })
    // On a busy machine its first page may take a new thread that long too; what matters is that it is answered.
    expect(second.html ?? second.mistakes[0]?.message).toMatch(/Hello|processor time/)
    expect(compiling.endedThreads()).toBeGreaterThan(0)
    await compiling.close()
  })

  test('is not compiled where mails are rendered', async () => {
    expect((await renderer.page(short, 'en')).mistakes[0]?.message).toContain('this thread does not compile pages')
  })
})

describe('a page that wants to stop whoever looks it over', () => {
  const starts = [
    '<a ',
    '<img ',
    '<img alt',
    '<',
    '<!--',
    '{% comment %}',
    '{%',
    '{{ a ',
    '<mj-attributes>',
    '{{ a }}',
    '{% if conditions.x %}{% endif %}',
    'href="',
    'href=http://{{ trigger ',
    'src=',
    '&',
    '<body ',
    '-->',
  ]
  const topics = { topics: [{ topic: 'news' }], address: '1 Market Street' }

  // As long as a part may be, and never closed: each is looked over in a time that follows from its length alone.
  test.each(starts)('%s, as often as it fits', (start) => {
    const html = many(start, Math.floor(500_000 / start.length))
    const template = { template: 'long', subject: 'Hello', topic: 'news', html }
    const before = process.cpuUsage()
    mailProblems(template, template)
    templateProblems(template)
    marketingProblems({ workspace: { workspace: 'Shop', ...topics }, segments: [], templates: [template], journeys: [] })
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(1500)
  })

  test('partials that include each other many times are too much, before they fill the memory', async () => {
    const below: Readonly<Record<string, string>> = { a: 'b', b: 'c', c: 'd', d: 'e' }
    const read = async (name: string) => ({ file: `partials/${name}.html`, text: name === 'e' ? 'eeee' : many(`{% include '${below[name]}' %}`, 100) })
    const { text, mistakes } = await expandPartials({ file: 'page.html', text: many("{% include 'a' %}", 100) }, read)
    expect(mistakes[0]?.message).toBe('what is included is too much')
    expect(mistakes.length).toBeLessThan(10)
    expect(text.length).toBeLessThan(100_000)
    const long = async () => ({ file: 'partials/l.html', text: many('l', 200_000) })
    expect((await expandPartials({ file: 'page.html', text: many("{% include 'l' %}", 900) }, long)).text.length).toBeLessThan(700_000)
  })
})
