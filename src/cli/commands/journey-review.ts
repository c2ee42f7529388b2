// oncue journey review NAME: how a journey ran since its version or over four weeks, against what was expected and the other journeys, and what follows.

import { nameHint } from '../../authoring/nearest-name.ts'
import type { JourneyReview } from '../../insight/review.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { progressBar } from '../progress-bar.ts'
import { printable } from '../table.ts'
import { withViews } from '../with-views.ts'

export const journeyReview = command({
  name: 'review',
  summary: 'Say how a journey ran against what was expected and against the others, and what follows from that',
  args: {
    name: { type: 'positional', required: true, description: 'The journey' },
    over: {
      type: 'enum',
      options: ['version', 'weeks'],
      default: 'version',
      description: 'Since the version in force was published, or the last 28 days of all versions',
    },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const { reviewInWorkspace } = await import('../../app.ts')
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const names = await withViews(shell, args.data, (views) => views.journeyNames())
    const bar = progressBar(shell)
    const wish = { journey: args.name, over: args.over as JourneyReview['over'] }
    const review = await reviewInWorkspace(configuration, wish, { onProgress: bar.update, signal: shell.interrupted }).finally(bar.stop)
    if (review === undefined) {
      const hint = nameHint(args.name, names)
      throw new CommandFailure(`there is no journey "${args.name}" in force`, hint === undefined ? {} : { fix: hint })
    }
    if (args.json === true) printJson(shell.terminal, review)
    else shell.terminal.print(reviewText(review))
    return 0
  },
})

function reviewText(review: JourneyReview): string {
  const { journey, version, over, days, since, messages, others, median, suggestions } = review
  const span = over === 'version' ? `version ${version}, since ${instantText(since)} (${count(days, 'day')})` : `all versions, the last ${count(days, 'day')}`
  const lines = [
    `${printable(journey)}: ${span}`,
    `  entered       ${number(review.entered)}${expectedText(review)}`,
    `  sent          ${number(messages.sent)}${messages.refused === 0 ? '' : `; ${number(messages.refused)} were not, by a rule`}`,
    ...(messages.sent === 0
      ? []
      : [
          `  opened        ${part(messages.opened, messages.sent)}${besides(others.opened, others.sent)}`,
          `  clicked       ${part(messages.clicked, messages.sent)}${besides(others.clicked, others.sent)}`,
          `  came back     ${part(messages.bounced, messages.sent)}${besides(others.bounced, others.sent)}${middle(median?.bounced)}`,
          `  unsubscribed  ${part(messages.unsubscribed, messages.sent)}${besides(others.unsubscribed, others.sent)}${middle(median?.unsubscribed)}`,
          `  complained    ${part(messages.complained, messages.sent)}${besides(others.complained, others.sent)}${middle(median?.complained)}`,
        ]),
    `  converted     ${review.hasGoal ? part(review.converted, review.entered) : 'no goal'}${liftText(review)}`,
    ...(review.guard === null ? [] : [`  guard         paused it ${instantText(review.guard.since)}: ${printable(review.guard.because)}`]),
    ...(review.near ?? []).map(({ condition, asks, people, reached, onlyThis }) => {
      const alone = onlyThis === null || onlyThis === 0 ? '' : `; it alone kept ${number(onlyThis)} out`
      return `  came near     ${printable(condition)}: ${number(reached)} of ${count(people, 'person')} ${asks === 'lt' || asks === 'lte' ? 'stayed within it' : 'reached it'}${alone}`
    }),
    '',
    ...(suggestions.length === 0
      ? ['Nothing stands out.']
      : suggestions.map(({ evidence, advice }) => `- ${printable(evidence)}${evidence.endsWith('.') ? '' : '.'} ${advice}`)),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function expectedText({ expected }: JourneyReview): string {
  return expected === null ? '' : `; ${number(expected.entries)} were expected, give or take ${number(expected.giveOrTake)}`
}

function liftText({ lift }: JourneyReview): string {
  if (lift === null) return ''
  const rate = (share: number | null): string => (share === null ? '-' : percent(share))
  return `; ${rate(lift.treated.rate)} with messages, ${rate(lift.holdout.rate)} held out: ${lift.comparison.verdict}`
}

function part(some: number, of: number): string {
  return of === 0 ? number(some) : `${number(some)} (${percent(some / of)})`
}

function besides(some: number, of: number): string {
  return of === 0 ? '' : `; the other journeys ${percent(some / of)}`
}

function middle(share: number | undefined): string {
  return share === undefined ? '' : `, the one in the middle ${percent(share)}`
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}

function count(value: number, noun: 'day' | 'person'): string {
  return `${number(value)} ${value === 1 ? noun : noun === 'day' ? 'days' : 'people'}`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
