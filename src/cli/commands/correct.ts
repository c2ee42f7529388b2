// oncue correct: one mail to exactly those who got something wrong; oncue corrections: what became of it.

import type { Affected, CorrectionReach } from '../../model/correction-order.ts'
import { type StopScope, scopeText } from '../../model/stop.ts'
import { adminFlags, askAdmin, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText, parseInstant } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { scopeOf, sourceFlags } from '../stop-scope.ts'
import { printable } from '../table.ts'

interface Report {
  readonly order: { readonly id: string; readonly of: StopScope; readonly template: string; readonly because: string }
  readonly by: string
  readonly at: number
  readonly state: 'going on' | 'ordered'
  readonly affected: Affected | null
  readonly told: Readonly<Record<'queued' | 'sent' | 'failed' | 'refused' | 'unknown', number>>
}

export const correct = command({
  name: 'correct',
  summary: 'Send one mail to exactly those who got what was wrong, and to nobody else',
  args: {
    ...sourceFlags,
    with: { type: 'string', required: true, description: 'The template that corrects', valueHint: 'template' },
    topic: { type: 'string', description: "Whose consent is asked; the template's own by default", valueHint: 'name' },
    since: { type: 'string', description: 'Only what was decided from then on', valueHint: 'instant' },
    until: { type: 'string', description: 'Only what was decided until then; now by default', valueHint: 'instant' },
    'in-doubt': { type: 'boolean', description: 'Also to those of whom nobody knows whether they got it' },
    because: { type: 'string', description: 'Why, for those who wonder later', valueHint: 'text' },
    id: { type: 'string', description: 'Names the correction; made up by default', valueHint: 'id' },
    'dry-run': { type: 'boolean', description: 'Only say whom it would be for' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const scope = scopeOf(args)
    if (args.because === undefined || args.because.trim() === '') throw usageFailure('say why with --because "..."')
    const { topic, id, because } = args
    const body = {
      of: scope,
      template: args.with,
      because,
      ...(topic === undefined ? {} : { topic }),
      ...(id === undefined ? {} : { id }),
      ...(args.since === undefined ? {} : { since: parseInstant(args.since, '--since') }),
      ...(args.until === undefined ? {} : { until: parseInstant(args.until, '--until') }),
      inDoubt: args['in-doubt'] === true,
      dryRun: args['dry-run'] === true,
    }
    const answer = await askAdmin<{ readonly id: string | null; readonly affected: Affected; readonly reach: CorrectionReach | null }>(
      doorOf(shell, args),
      '/admin/v1/corrections',
      body,
    )
    if (args.json === true) printJson(shell.terminal, answer)
    else {
      shell.terminal.print(`${printable(scopeText(scope))}: ${affectedText(answer.affected)}\n`)
      const whom = `${answer.affected.people} ${answer.affected.people === 1 ? 'person' : 'people'}`
      if (answer.id === null)
        shell.terminal.print(`The correction would be for ${whom}${answer.reach === null ? '' : `: ${reachText(answer.reach)}`}. Nothing was sent.\n`)
      else shell.terminal.print(`Correction ${answer.id} is on its way to ${whom}; \`oncue corrections\` shows what becomes of it.\n`)
    }
    return 0
  },
})

export const corrections = command({
  name: 'corrections',
  summary: 'Show corrections and what became of them',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const listed = await askAdminFor<{ readonly corrections: readonly Report[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/corrections' })
    if (args.json === true) printJson(shell.terminal, listed)
    else if (listed.corrections.length === 0) shell.terminal.print('Nothing was ever corrected.\n')
    else shell.terminal.print(listed.corrections.map(reportText).join('\n'))
    return 0
  },
})

function reportText({ order, by, at, state, affected, told }: Report): string {
  const waiting = told.queued - told.sent - told.failed - told.refused - told.unknown
  const lines = [
    `${order.id}: ${scopeText(order.of)}, with ${order.template}, by ${by}, ${instantText(at)}${state === 'going on' ? ', going on' : ''}`,
    `  because ${order.because}`,
    ...(affected === null ? [] : [`  of what was wrong: ${affectedText(affected)}`]),
    `  told: ${told.sent} sent, ${waiting} waiting, ${told.refused} refused, ${told.failed} failed, ${told.unknown} unknown`,
  ]
  return `${lines.map(printable).join('\n')}\n`
}

function reachText({ atOnce, later, held, refused }: CorrectionReach): string {
  const never = Object.entries(refused).map(([why, count]) => `${count} not at all (${printable(why)})`)
  return [`${atOnce} at once`, ...(later === 0 ? [] : [`${later} later`]), ...(held === 0 ? [] : [`${held} behind a stop switch`]), ...never].join(', ')
}

function affectedText({ sent, unknown, onItsWay, held, notSent }: Affected): string {
  return `${sent} sent, ${unknown} unknown, ${onItsWay} on its way, ${held} held, ${notSent} not sent`
}
