// oncue render TEMPLATE: a mail as it would look, without sending it: with a sample, with a person's data, or with nothing at all.

import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { problemText } from '../../authoring/source-document.ts'
import { cartFacts } from '../../engine/cart.ts'
import type { CartState } from '../../engine/state.ts'
import type { Definitions, Template, TemplateSample } from '../../model/definitions.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure, usageFailure } from '../command-failure.ts'
import { definitionsNamed } from '../definitions-named.ts'
import { printJson } from '../print-json.ts'
import type { Shell } from '../shell.ts'
import { subscriberOf, withViews } from '../with-views.ts'

export const render = command({
  name: 'render',
  summary: 'Show a mail as it would look, without sending it',
  args: {
    template: { type: 'positional', required: true, description: 'The template' },
    sample: { type: 'string', description: 'Which of its samples to fill in; the first by default', valueHint: 'name' },
    subscriber: { type: 'string', description: 'Whose data to fill in instead: userId, anonymousId, mail address, or #number', valueHint: 'id' },
    locale: { type: 'string', description: 'In which language, such as de', valueHint: 'locale' },
    out: { type: 'string', description: 'Write TEMPLATE.html and TEMPLATE.txt into this folder', valueHint: 'folder' },
    open: { type: 'boolean', description: 'Show it in the browser' },
    definitions: { type: 'string', description: 'The definitions folder (ONCUE_DEFINITIONS)', valueHint: 'folder' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    if (args.sample !== undefined && args.subscriber !== undefined) throw usageFailure('give either --sample or --subscriber')
    const definitions = await definitionsIn(definitionsNamed(args.definitions, readConfiguration(shell.environment), '--definitions FOLDER'))
    const template = templateOf(definitions, args.template)
    const filled = args.subscriber === undefined ? sampleOf(template, args.sample) : await personOf(shell, args.data, args.subscriber)
    const sample = args.locale === undefined ? filled : { ...filled, subscriber: { ...filled.subscriber, locale: args.locale } }
    const { previewMail } = await import('../../app.ts')
    const mail = await previewMail(definitions, template, sample)
    if (!mail.ok) throw new CommandFailure(mail.reason, { fix: 'mend the template, or give it a sample that has what it needs' })
    const { subject, html, text } = mail
    const files = args.out === undefined && args.open !== true ? undefined : await written(args.out, template.template, { html, text })
    if (args.json === true) printJson(shell.terminal, { template: template.template, subject, html, text, ...(files === undefined ? {} : { files }) })
    else if (files === undefined) shell.terminal.print(`Subject: ${subject}\n\n${text}\n`)
    else shell.terminal.print(`Subject: ${subject}\n${files.html}\n${files.text}\n`)
    if (args.open === true && files !== undefined) openInBrowser(files.html)
    return 0
  },
})

async function definitionsIn(folder: string): Promise<Definitions> {
  const { checkDefinitions } = await import('../../app.ts')
  const { definitions, problems } = await checkDefinitions(folder)
  if (definitions !== undefined) return definitions
  const first = problems.find(({ severity }) => severity === 'error')
  throw new CommandFailure(first === undefined ? `${folder} holds no definitions` : problemText(first), { fix: 'oncue validate lists all that is wrong' })
}

function templateOf({ templates }: Definitions, name: string): Template {
  const found = templates.find((one) => one.template === name)
  if (found !== undefined) return found
  throw new CommandFailure(`there is no template ${name}`, { fix: `there are: ${templates.map((one) => one.template).join(', ') || 'none'}` })
}

function sampleOf({ template, samples = {} }: Template, name: string | undefined): TemplateSample {
  const names = Object.keys(samples)
  const sample = name === undefined ? samples[names[0] ?? ''] : samples[name]
  if (sample === undefined && name !== undefined) {
    throw new CommandFailure(`${template} has no sample ${name}`, { fix: `there are: ${names.join(', ') || 'none; write them under samples'}` })
  }
  return sample ?? {}
}

function personOf(shell: Shell, data: string | undefined, id: string): Promise<TemplateSample> {
  return withViews(shell, data, async (views) => {
    const { attributes, segments, carts } = await views.subscriber(await subscriberOf(views, id), 1)
    const cart = cartFacts(carts as unknown as CartState[], undefined)
    return { subscriber: attributes as NonNullable<TemplateSample['subscriber']>, segments: [...segments], cart: cart as NonNullable<TemplateSample['cart']> }
  })
}

async function written(out: string | undefined, name: string, mail: { readonly html: string; readonly text: string }) {
  const folder = out === undefined ? await mkdtemp(join(tmpdir(), 'oncue-')) : resolve(out)
  await mkdir(folder, { recursive: true })
  const base = join(folder, name.replaceAll(/[^\w.-]/g, '-'))
  const files = { html: `${base}.html`, text: `${base}.txt` }
  await writeFile(files.html, mail.html)
  await writeFile(files.text, mail.text)
  return files
}

function openInBrowser(file: string): void {
  const program = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open'
  // Where there is no browser, the path was printed.
  spawn(program, [file], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref()
}
