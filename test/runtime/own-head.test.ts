// A step may give its mail a subject, a line beside it and a sender's name of its own: the page stays the template's, in each of its languages, and two variants need no second template.

import { expect, test } from 'vitest'
import { checkDefinitions } from '../../src/app.ts'
import { problemText } from '../../src/authoring/source-document.ts'
import { createRenderer } from '../../src/content/renderer.ts'
import type { OwnHead } from '../../src/model/own-head.ts'
import { withHead } from '../../src/model/with-head.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import { openArchived } from '../../src/runtime/sending/archivist.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { folderOf } from '../authoring/folder.ts'
import { hour, Notebook, signedUp, sourceWith, start } from './workshop.ts'

const template = {
  template: 'hello',
  subject: 'Hello {{ subscriber.name }}',
  html: '<p>Hello</p>',
  locales: { de: { subject: 'Hallo {{ subscriber.name }}', html: '<p>Hallo</p>' }, fr: { html: '<p>Bonjour</p>' } },
}

async function mailsOf(step: OwnHead) {
  const [store, mail, clock, renderer] = [createMemoryStore(), new Notebook(), new VirtualClock(start), createRenderer()]
  const base = sourceWith({ journey: 'greeting', enter: [{ on: 'Signed Up' }], steps: [{ id: 'greet', send: 'hello', ...step }] })
  const runtime = await startRuntime({ store, clock, source: { ...base, templates: [template] }, channels: [mail], renderer })
  const people = [undefined, 'de-AT', 'fr'].map((locale, index) =>
    signedUp(`p${index}`, { traits: { email: `p${index}@mail.example`, name: 'Ann', ...(locale && { locale }) } }),
  )
  await runtime.inbox.submit(people)
  await advanceTo(clock, runtime, start + hour)
  const archived = await Promise.all((await store.messages({ limit: 10 })).map(async ({ key }) => store.archived(key)))
  const sources = await Promise.all(archived.map(async (one) => (one === undefined ? '' : (await openArchived(store, one)).toString())))
  await runtime.stop()
  await renderer.close()
  const lines = mail.messages.flatMap((message) => (message.kind === 'email' ? [`${message.to.at(1)}: ${message.subject} ${message.html}`] : []))
  const from = mail.messages.flatMap((message) => (message.kind === 'email' ? [message.from] : []))
  return { from, lines: lines.sort(), kept: archived.map((one) => one?.subject).sort(), sources }
}

test('a mail goes with the subject of its step, filled in for its reader, and with the page of their language', async () => {
  const { lines, kept, sources } = await mailsOf({ subject: 'Back in stock, {{ subscriber.name }}', subjects: { de: 'Wieder da, {{ subscriber.name }}' } })
  expect(lines).toEqual(['0: Back in stock, Ann <p>Hello</p>', '1: Wieder da, Ann <p>Hallo</p>', '2: Back in stock, Ann <p>Bonjour</p>'])
  expect(kept).toEqual(['Back in stock, Ann', 'Back in stock, Ann', 'Wieder da, Ann'])
  expect(sources.every((source) => source.includes('Ann'))).toBe(true)
})

test('where a step says the subject of one language alone, the others keep that of the template', async () => {
  const { lines } = await mailsOf({ subjects: { de: 'Wieder da' } })
  expect(lines).toEqual(['0: Hello Ann <p>Hello</p>', '1: Wieder da <p>Hallo</p>', '2: Hello Ann <p>Bonjour</p>'])
})

test('the line that inboxes show beside the subject is that of the step, in the language of its reader, and the page stays', async () => {
  const { lines } = await mailsOf({ preheader: 'For {{ subscriber.name }}', preheaders: { de: 'Für {{ subscriber.name }}' } })
  // Behind the line stands what keeps the page from following it.
  const shown = lines.map((line) => line.replace(/<div data-preheader[^>]*>(.+?)&#847;.*?<\/div>/, '($1)'))
  expect(shown).toEqual(['0: Hello Ann (For Ann)<p>Hello</p>', '1: Hallo Ann (Für Ann)<p>Hallo</p>', '2: Hello Ann (For Ann)<p>Bonjour</p>'])
})

test('a mail comes under the name that its step says, from the address that it comes from anyway', async () => {
  const { from, sources } = await mailsOf({ from: { name: 'Ann of the Shop' } })
  const { sender } = sourceWith().workspace
  expect(from).toEqual(from.map(() => ({ name: 'Ann of the Shop', address: sender?.address })))
  expect(from).toHaveLength(3)
  expect(sources.every((source) => source.includes('Ann of the Shop'))).toBe(true)
  expect((await mailsOf({})).from[0]).toEqual(sender)
})

test('a template is made with a subject once, so that what is kept about it is found again', () => {
  expect(withHead(template, { subject: 'A' })).toBe(withHead(template, { subject: 'A' }))
  expect(withHead(template, {})).toBe(template)
})

test('a subject that cannot be filled in, or is missing in a language of the mail, is said at its place', async () => {
  const folder = await folderOf({
    'workspace.yaml': 'workspace: Shop\nsender: { address: a@shop.example }\n',
    'mail.yaml': 'template: hello\nsubject: Hello\nhtml: <p>Hello</p>\nlocales: { de: { subject: Hallo } }\n',
    'journey.yaml':
      "journey: greeting\nenter: [{ on: Signed Up }]\nsteps:\n  - { send: hello, subject: 'Hi {{ name }}' }\n  - send: hello\n    subjects:\n      de: '{% if %}'\n  - { send: hello, preheader: 'For {{ name }}' }\n",
  })
  const said = (await checkDefinitions(folder)).problems.map(problemText).join('\n')
  expect(said).toContain('journey.yaml:4:')
  expect(said).toContain('"name"')
  expect(said).toContain('its mail is written in de too')
  expect(said).toMatch(/journey\.yaml:8:.*"name"/)
  expect(said).toContain('with this line beside the subject there as well')
  expect(said).toContain('journey.yaml:7:11 line 1, column 6: invalid value')
})

test('a subject of a step is rendered with the samples of its template, and what they lack is a mistake at the step', async () => {
  const samples = 'samples: { ann: { subscriber: { name: Ann } } }'
  const problemsOf = async (step: string): Promise<string> => {
    const folder = await folderOf({
      'workspace.yaml': 'workspace: Shop\nsender: { name: Shop, address: a@shop.example }\n',
      'mail.yaml': `template: hello\nsubject: Hello {{ subscriber.name }}\nhtml: <p>Hello</p>\nlocales: { de: { html: <p>Hallo</p> } }\n${samples}\n`,
      'journey.yaml': `journey: greeting\nenter: [{ on: Signed Up }]\nsteps:\n  - send: hello\n${step}`,
    })
    return (await checkDefinitions(folder)).problems.map(problemText).join('\n')
  }
  expect(await problemsOf("    subject: 'Hi {{ subscriber.name }}'\n    subjects: { de: 'Na, {{ subscriber.name }}' }\n")).toBe('')
  expect(await problemsOf("    subject: 'Hi {{ subscriber.nick }}'\n    subjects: { de: Na }\n")).toMatch(/^journey\.yaml:5:.*subscriber\.nick/)
  expect(await problemsOf("    subjects: { de: 'Na, {{ subscriber.nick }}' }\n")).toMatch(/^journey\.yaml:5:.*subscriber\.nick/)
})
