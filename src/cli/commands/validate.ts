// oncue validate [FOLDER]: everything that is wrong in the definitions, with its place and how to mend it.

import { problemText } from '../../authoring/source-document.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import { definitionsNamed } from '../definitions-named.ts'
import { printJson } from '../print-json.ts'
import { progressBar } from '../progress-bar.ts'

export const validate = command({
  name: 'validate',
  summary: 'Check journeys, segments and templates: what is wrong, where, and how to mend it',
  args: {
    folder: { type: 'positional', required: false, description: 'The definitions folder (ONCUE_DEFINITIONS)' },
    'files-only': { type: 'boolean', description: 'Do not hold them against the people and the history of the workspace' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, terminal, environment, interrupted }) => {
    const { checkDefinitions, lookAheadOfWorkspace } = await import('../../app.ts')
    const configuration = readConfiguration(environment, args.data === undefined ? {} : { data: args.data })
    const folder = definitionsNamed(args.folder, configuration, 'oncue validate FOLDER')
    const { definitions, problems: found, locate } = await checkDefinitions(folder)
    const isAlone = definitions === undefined || args['files-only'] === true
    const bar = progressBar({ terminal })
    const ahead = isAlone
      ? undefined
      : await lookAheadOfWorkspace(configuration, definitions, { onProgress: bar.update, signal: interrupted }).finally(bar.stop)
    const problems = [...found, ...(ahead?.problems.map(locate) ?? [])]
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
