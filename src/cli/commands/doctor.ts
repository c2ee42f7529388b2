// oncue doctor: whether anybody is stuck, why, and with --repair what was done about it.

import { readConfiguration } from '../../settings/configuration.ts'
import { askRunning, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { printable } from '../table.ts'
import type { ChannelView, DoctorView, DomainView, Examination, FindingView, PausedView } from '../views.ts'
import { withViews } from '../with-views.ts'

const shownFindings = 50

export const doctor = command({
  name: 'doctor',
  summary: 'Check that everybody inside a journey has a next thing that can move them, and mend what has not',
  args: {
    repair: { type: 'boolean', description: 'Look again at everybody who is stuck, and end with a decision what nothing can move; the server must be stopped' },
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const examine = (): Promise<Examination> => withViews(shell, args.data, (views) => views.examine(views.now()))
    const before = await examine()
    const domains = await withViews(shell, args.data, (views) => views.domains())
    const answer = await askRunning<{ readonly channels: readonly ChannelView[] }>(
      doorOf(shell, { ...args, server: undefined, key: undefined }),
      '/admin/v1/channels',
    )
    const paused = Object.fromEntries(await withViews(shell, args.data, (views) => views.paused()))
    const more = { domains, paused, channels: answer?.channels ?? null }
    let view: DoctorView = { ...before, repaired: [], ...more }
    const stuck = repairable(before.findings)
    if (args.repair === true && stuck.length > 0) {
      const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
      await shell.lookAgain(configuration, stuck)
      const after = await examine()
      const left = new Set(repairable(after.findings))
      view = {
        ...after,
        ...more,
        repaired: before.findings.filter(({ subscriber, repair }) => repair === 'look again' && subscriber !== null && !left.has(subscriber)),
      }
    }
    if (args.json === true) printJson(shell.terminal, view)
    else printDoctor(shell.terminal, view)
    return view.findings.length === 0 ? 0 : exitCodes.failed
  },
})

/** The subscribers whom a look again helps. */
function repairable(findings: readonly FindingView[]): readonly number[] {
  return [...new Set(findings.flatMap(({ subscriber, repair }) => (subscriber !== null && repair === 'look again' ? subscriber : [])))]
}

function printDoctor(terminal: Terminal, { subscribers, enrollments, outdated, findings, repaired, domains, paused, channels }: DoctorView): void {
  for (const finding of repaired.slice(0, shownFindings)) terminal.print(`repaired: ${sentence(finding)}\n`)
  for (const finding of findings.slice(0, shownFindings)) terminal.print(`${sentence(finding)}\n`)
  const more = Math.max(repaired.length - shownFindings, 0) + Math.max(findings.length - shownFindings, 0)
  if (more > 0) terminal.print(`... and ${more} more; --json lists all\n`)
  terminal.print(
    `Looked at ${subscribers} subscribers and ${enrollments} passages: ${findings.length === 0 ? 'nobody is stuck' : `${findings.length} findings`}.\n`,
  )
  if (outdated > 0) terminal.print(`${outdated} subscribers are still to be brought up to the definitions in force; the server does that in the background.\n`)
  for (const [journey, pause] of Object.entries(paused)) terminal.print(`${pauseText(journey, pause)}\n`)
  for (const line of (channels ?? []).flatMap(channelLines)) terminal.print(`${line}\n`)
  for (const domain of domains) if (domain.window.sent > 0 || domain.advertising !== 'goes' || domain.warmUp !== null) terminal.print(`${domainText(domain)}\n`)
  const canRepair = repairable(findings).length > 0
  if (canRepair && repaired.length === 0) terminal.report('Stop the server and run oncue doctor --repair to look again at them.\n')
}

/** "offer is paused by its guard since ...: 2,140 people entered within an hour ...; `oncue journey resume offer` shows how it can go on." */
function pauseText(journey: string, { since, because, by }: PausedView): string {
  const who = { admin: 'an admin', file: 'its file', guard: 'its guard' }[by]
  const way = by === 'file' ? 'take `status: paused` out of its file' : `\`oncue journey resume ${journey}\` shows how it can go on`
  return `${printable(journey)} is paused by ${who} since ${instantText(since)}: ${printable(because)}; ${printable(way)}.`
}

/** What is to be known of a channel: that a way rests, or that the second one is in use; its limits, where there are any. */
function channelLines({ channel, atOnce, underWay, perSecond, ways }: ChannelView): readonly string[] {
  const resting = ways.filter(({ state }) => state !== 'closed')
  const used = ways.find(({ isUsed }) => isUsed)
  if (resting.length === 0 && perSecond === null) return []
  const rest = resting.map(
    ({ name, restsUntil }) => `${name} does not answer${restsUntil === null ? ', and is being tried again' : ` and rests until ${instantText(restsUntil)}`}`,
  )
  const goes = resting.length === 0 ? [] : [used === undefined ? 'messages wait' : `messages go by ${used.name}`]
  const rate = perSecond === null ? [] : [`at most ${perSecond} a second`]
  return [`${channel}: ${[...rest, ...goes, ...rate, `${underWay} of ${atOnce} under way`].join('; ')}.`]
}

/** "shop.example: advertising slowed to 40 mails an hour: ...; 2 hard bounces and 1 complaint of 900 mails." */
function domainText({ domain, advertising, because, perHour, window, warmUp }: DomainView): string {
  const stands = {
    goes: 'mails go',
    waits: 'what advertises waits for the next day of the warm-up',
    slowed: `what advertises is slowed to ${perHour} mails an hour: ${because}`,
    stopped: `what advertises is stopped: ${because}; \`oncue resume --domain ${domain} --advertising\` lets it go on`,
  }[advertising]
  const counted = `${window.bounced} hard bounces and ${window.complained} complaints of ${window.sent} mails since ${instantText(window.since)}`
  const warm = warmUp === null ? '' : `; warm-up, day ${warmUp.day}: ${warmUp.sent} of ${warmUp.number} mails sent today`
  return `${printable(domain)}: ${printable(stands)} (${counted}${warm}).`
}

function sentence({ subscriber, enrollment, what, repair }: FindingView): string {
  const who = subscriber === null ? '' : `subscriber #${subscriber}${enrollment === null ? '' : `, passage ${enrollment},`} `
  return `${who}${what}${repair === 'look again' || repair === 'none' ? '' : `; ${repair}`}`
}
