// Personal mails from templates that are compiled already: how many one core fills in, by its own processor time, so that a busy machine does not
// matter. The mail is the example's cart reminder in MJML: 25 KB, with pictures, prices in the reader's language and a text part.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { compileTemplate } from '../src/content/compile-template.ts'
import { sampleFacts } from '../src/content/sample-problems.ts'
import { checkDefinitions } from '../src/definitions-folder/definitions-folder.ts'
import { type Effort, type Measurement, median, numberText, spread } from './measurement.ts'

/** Mails a second and core. */
export async function measureRender({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  const { definitions } = await checkDefinitions('examples/shop')
  const template = definitions?.templates.find((one) => one.template === 'cart-reminder')
  if (definitions === undefined || template === undefined) throw new Error('the example has no cart reminder')
  const sample = template.samples?.['two-things'] ?? {}
  const compiled = compileTemplate(template)
  const facts = sampleFacts(definitions.workspace, sample)
  const mails = isQuick ? 500 : 5000
  const fill = (from: number): number => {
    let characters = 0
    for (let index = from; index < from + mails; index += 1) {
      const subscriber = { first_name: `Lena ${index}`, locale: index % 2 === 0 ? 'en' : 'de' }
      const { html, text } = compiled.render({ ...facts, subscriber, trigger: { cart_id: `c-${index}` } })
      characters += html.length + text.length
    }
    return characters
  }
  fill(0)
  let characters = 0
  const perSecond = Array.from({ length: rounds }, (_, round) => {
    const before = process.cpuUsage()
    characters = fill(round * mails)
    const { user, system } = process.cpuUsage(before)
    return mails / ((user + system) / 1e6)
  })
  const note = `${numberText(mails)} mails of ${numberText(characters / mails / 1000)} KB in each of ${rounds} rounds, ${spread(perSecond)} a second of processor time`
  return [
    { what: 'mails rendered from a compiled template, by one core', value: median(perSecond), unit: '/s', target: { atLeast: 3000 }, note },
    await measureGreed(),
  ]
}

/** What a template that wants all memory there is gets before its thread is ended. */
async function measureGreed(): Promise<Measurement> {
  const program = fileURLToPath(new URL('greedy-template.ts', import.meta.url))
  // As `oncue start` runs.
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-semi-space-size=4', program], { env: { ...process.env, MALLOC_ARENA_MAX: '2' } })
  const { grownBytes, attacked, isNextRendered } = JSON.parse(stdout) as {
    readonly grownBytes: number
    readonly attacked: string
    readonly isNextRendered: boolean
  }
  const note = `${attacked}; the next mail was ${isNextRendered ? '' : 'not '}rendered`
  return { what: 'memory that a template takes before it is ended', value: grownBytes / 1e6, unit: 'MB', target: { atMost: 100 }, note }
}
