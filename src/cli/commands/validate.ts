// oncue validate [FOLDER]: everything that is wrong in the definitions, with its place and how to mend it.

import { problemText } from '../../authoring/source-document.ts'
import { definitionsInUse } from '../../definitions-folder/definitions-in-use.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import { printJson } from '../print-json.ts'

export const validate = command({
  name: 'validate',
  summary: 'Check journeys, segments and templates: what is wrong, where, and how to mend it',
  args: { folder: { type: 'positional', required: false, description: 'The definitions folder (ONCUE_DEFINITIONS)' }, ...jsonFlag },
  run: async ({ args, terminal, environment }) => {
    const { checkDefinitions } = await import('../../app.ts')
    const folder = args.folder ?? definitionsInUse(readConfiguration(environment)).folder
    const { definitions, problems } = await checkDefinitions(folder)
    const errors = problems.filter(({ severity }) => severity === 'error').length
    const warnings = problems.length - errors
    if (args.json === true) {
      const counts = { journeys: definitions?.journeys.length, segments: definitions?.segments.length, templates: definitions?.templates.length }
      printJson(terminal, { folder, valid: definitions !== undefined, ...(definitions === undefined ? {} : counts), problems })
    } else {
      for (const problem of problems) terminal.print(`${problemText(problem)}\n`)
      if (definitions !== undefined) {
        const { journeys, segments, templates } = definitions
        const found = [count(journeys.length, 'journey'), count(segments.length, 'segment'), count(templates.length, 'template')].join(', ')
        terminal.print(`${folder}: ${found}; ${warnings === 0 ? 'all good' : count(warnings, 'warning')}.\n`)
      }
    }
    if (definitions !== undefined) return 0
    terminal.report(`oncue: ${count(errors, 'error')} in ${folder}${warnings === 0 ? '' : `, ${count(warnings, 'warning')}`}\n`)
    return exitCodes.failed
  },
})

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
