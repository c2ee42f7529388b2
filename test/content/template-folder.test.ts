// Templates of a folder as authors write them: partials, the brand, languages, samples, and where their mistakes are said to be.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createRenderer } from '../../src/content/renderer.ts'
import { sampleFacts } from '../../src/content/sample-problems.ts'
import { checkDefinitions } from '../../src/definitions-folder/definitions-folder.ts'
import type { Template } from '../../src/model/definitions.ts'
import { inLocale } from '../../src/model/in-locale.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const renderer = createRenderer()
afterAll(() => renderer.close())

const workspace = `workspace: Shop
address: Shop, 1 Market Street, 10115 Berlin
brand: { colors: { accent: '#aa0011' } }
topics: [{ topic: news }, { topic: receipts, transactional: true }]`
const mjml = (words: string): string => `<mjml><mj-body><mj-section><mj-column>\n<mj-text>${words}</mj-text>\n</mj-column></mj-section></mj-body></mjml>`

async function check(files: Record<string, string>) {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries({ 'workspace.yaml': workspace, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const { definitions, problems } = await checkDefinitions(folder)
  const places = problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)
  return { template: definitions?.templates[0], definitions, places, problems }
}

async function shown(template: Template | undefined, locale?: string) {
  if (template === undefined) throw new Error('there is no template')
  const rendered = await renderer.email(
    inLocale(template, locale),
    sampleFacts({ workspace: 'Shop', address: 'Market Street' }, { subscriber: { name: 'Ann' } }),
  )
  if (!rendered.ok) throw new Error(rendered.reason)
  return rendered
}

const template = (rest: string): string => `template: hello\nsubject: Hello\ntopic: receipts\n${rest}`

describe('pages and partials', () => {
  test('a page in MJML is compiled when it is read, with the brand in it; its source is kept', async () => {
    const { template: hello, places } = await check({
      't/hello.yaml': template('mjml: { file: ./hello.mjml }'),
      't/hello.mjml': mjml('<b style="color:{{ brand.colors.accent }}">{{ subscriber.name }}</b>'),
    })
    expect(places).toEqual([])
    expect(hello?.html).toContain('<b style="color:#aa0011">{{ subscriber.name }}</b>')
    expect(hello?.mjml).toContain('<mj-text>')
    expect((await shown(hello)).text).toBe('Ann')
  })

  test('a way out and an address that stand in a partial are in every mail that includes it; without them each mail is refused', async () => {
    const footer = '<p><a href="{{ unsubscribe_url }}">No more</a> {{ workspace.address }}</p>'
    const page = (partial: string) => ({
      'hello.yaml': `template: hello\nsubject: Hello\ntopic: news\nhtml: "<p>Hello</p>{% include 'outer' %}"`,
      'partials/outer.html': "<div>{% include 'footer' %}</div>",
      'partials/footer.html': partial,
    })
    expect((await check(page(footer))).problems).toEqual([])
    expect((await check(page('<p>Bye</p>'))).problems.map(({ code }) => code)).toEqual(['marketing.unsubscribe', 'marketing.address'])
    expect((await check(page(`<!-- ${footer} -->`))).problems.map(({ code }) => code)).toEqual(['marketing.unsubscribe', 'marketing.address'])
  })

  test('a partial is put where it is named, also into another one, in MJML, HTML and text', async () => {
    const { template: hello } = await check({
      'hello.yaml': template(`mjml: { file: hello.mjml }\ntext: "{% include 'end' %}"`),
      'hello.mjml': mjml("{% include 'words' %}"),
      'partials/words.html': "Dear {% include 'name' %}",
      'partials/name.html': '{{ subscriber.name }}\n',
      'partials/end.txt': 'Bye, {{ subscriber.name }}',
    })
    const { html, text } = await shown(hello)
    expect(html).toContain('Dear Ann</div>')
    expect(text).toBe('Bye, Ann')
  })

  test('a mistake in a partial is said in the line of the partial; what stands after it keeps its own', async () => {
    const { places } = await check({
      'hello.yaml': template('mjml: { file: hello.mjml }'),
      'hello.mjml': `<mjml><mj-body>\n{% include 'top' %}\n<mj-nothing /></mj-body></mjml>`,
      'partials/top.mjml': '<mj-section>\n  <mj-wrong />\n</mj-section>\n',
    })
    expect(places).toMatchObject([
      expect.stringMatching(/^partials\/top\.mjml:2:3 there is no element <mj-wrong>/),
      expect.stringMatching(/^hello\.mjml:3:1 there is no element <mj-nothing>/),
    ])
  })

  test.each([
    ['that is not there', "{% include 'nowhere' %}", /^hello\.html:1:1 there is no partial `nowhere`/],
    ['outside of the folder', "{% include '../../secret' %}", /^hello\.html:1:1 there is no partial/],
    ['that includes itself', "{% include 'self' %}", /^partials\/self\.html:2:1 the partial `self` includes itself/],
  ])('a partial %s is a mistake', async (_, html, message) => {
    const { places } = await check({
      'hello.yaml': template('html: { file: hello.html }'),
      'hello.html': html,
      'partials/self.html': "a\n{% include 'self' %}",
    })
    expect(places[0]).toMatch(message)
  })

  test('a template without a page, or with two, is a mistake', async () => {
    expect((await check({ 'hello.yaml': template('text: x') })).places[0]).toMatch(/hello\.yaml:1:1 the template has no page/)
    expect((await check({ 'hello.yaml': template(`html: x\nmjml: "<mjml></mjml>"`) })).places[0]).toMatch(/hello\.yaml:5:7 the page is written twice/)
  })

  test('mail that advertises gets the way out and the address at its end, unless it has its own', async () => {
    const of = async (topic: string, words: string) =>
      (await check({ 'hello.yaml': `template: hello\nsubject: x\ntopic: ${topic}\nmjml: { file: hello.mjml }`, 'hello.mjml': mjml(words) })).template?.html ??
      ''
    expect(await of('news', 'x')).toContain('href="{{ unsubscribe_url }}"')
    expect(await of('news', 'x')).toContain('{{ workspace.address }}')
    expect(await of('news', '{{ workspace.address }} {{ preferences_url }}')).not.toContain('unsubscribe_url')
    expect(await of('receipts', 'x')).not.toContain('unsubscribe_url')
  })
})

describe('languages', () => {
  const files = {
    'hello.yaml': template(
      `html: "<p>Hello</p>"\ntext: Hello by hand\nlocales:\n  de: { subject: Hallo, mjml: { file: de.mjml } }\n  pt-BR: { subject: Oi }\n  pt: { subject: Olá, html: "<p>Olá</p>" }`,
    ),
    'de.mjml': mjml('Hallo {{ subscriber.name }}'),
  }
  test.each([
    ['de', 'Hallo', 'Hallo Ann'],
    ['de_AT', 'Hallo', 'Hallo Ann'],
    ['pt-BR', 'Oi', 'Hello by hand'],
    ['pt-PT', 'Olá', 'Olá'],
    ['fr', 'Hello', 'Hello by hand'],
    [undefined, 'Hello', 'Hello by hand'],
  ])('a reader of %s gets the subject %s', async (locale, subject, text) => {
    const { template: hello, places } = await check(files)
    expect(places).toEqual([])
    expect(await shown(hello, locale)).toMatchObject({ subject, text })
  })

  test('a page says its language', async () => {
    expect((await check(files)).template?.locales?.['de']?.html).toContain('<html lang="de"')
    // That of everybody is in the first language of the workspace.
    const german = { 'hello.yaml': template('mjml: { file: de.mjml }'), 'de.mjml': mjml('Hallo'), 'workspace.yaml': `${workspace}\nlanguages: [de, en]\n` }
    expect((await check(german)).template?.html).toContain('<html lang="de"')
  })
})

describe('samples', () => {
  const page =
    '<p>Hi</p>\n<p>{{ trigger.product.name }}: {{ trigger.price }}</p>{% if trigger.old %}{{ trigger.old }}{% endif %}{{ subscriber.name | default: "you" }}'
  const of = (samples: string) => check({ 'hello.yaml': template(`html: { file: hello.html }\nsamples: ${samples}`), 'hello.html': page })

  test('a sample that has every field is fine; what has a default or is asked for before may be missing', async () => {
    expect((await of('{ all: { trigger: { product: { name: Mug }, price: 9 } } }')).places).toEqual([])
  })

  test('a field that is missing is an error with the line where it is asked for, and says what to do', async () => {
    const { problems, places } = await of('{ all: { trigger: { product: { name: Mug } } } }')
    expect(places).toEqual(['hello.html:2:35 with the sample "all" it cannot be made: there is no trigger.price'])
    expect(problems[0]?.fix).toContain('{{ trigger.price | default:')
  })

  test('it is looked for in every language and in MJML, at its place in what was written', async () => {
    const { places } = await check({
      'hello.yaml': template('html: x\nsamples: { empty: {} }\nlocales: { de: { mjml: { file: de.mjml } } }'),
      'de.mjml': mjml('{{ subscriber.nmae }}'),
    })
    expect(places).toEqual([expect.stringMatching(/^de\.mjml:2:13 with the sample "empty" in de it cannot be made: there is no subscriber\.nmae$/)])
  })

  test('a link to the page of a mail that the archive does not keep whole is looked for too, unless it is asked for', async () => {
    const mail = (page: string, archive: string) => ({ 'hello.yaml': template(`html: '${page}'\narchive: ${archive}\nsamples: { one: {} }`) })
    const [link, asked] = ['<a href="{{ view_url }}">Look</a>', '{% if view_url %}<a href="{{ view_url }}">Look</a>{% endif %}']
    expect((await check(mail(link, 'without-body'))).places).toEqual([expect.stringContaining('there is no view_url')])
    for (const fine of [mail(link, 'whole'), mail(asked, 'none')]) expect((await check(fine)).places).toEqual([])
  })

  test('what would take for ever ends, and is an error', async () => {
    const { places } = await check({
      'hello.yaml': template('html: "{% for a in (1..1000) %}{% for b in (1..1000) %}x{% endfor %}{% endfor %}"\nsamples: { one: {} }'),
    })
    expect(places[0]).toMatch(/with the sample "one" it cannot be made/)
  })
})
