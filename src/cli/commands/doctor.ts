// oncue doctor: whether anybody is stuck, why, and with --repair what was done about it.

import { readConfiguration } from '../../configuration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import type { DoctorView, Examination, FindingView } from '../views.ts'
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
    const now = (await shell.clock()).now()
    const examine = (): Promise<Examination> => withViews(shell, args.data, (views) => views.examine(now))
    const before = await examine()
    let view: DoctorView = { ...before, repaired: [] }
    const stuck = repairable(before.findings)
    if (args.repair === true && stuck.length > 0) {
      const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
      await shell.lookAgain(configuration, stuck)
      const after = await examine()
      const left = new Set(repairable(after.findings))
      view = { ...after, repaired: before.findings.filter(({ subscriber, repair }) => repair === 'look again' && subscriber !== null && !left.has(subscriber)) }
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

function printDoctor(terminal: Terminal, { subscribers, enrollments, outdated, findings, repaired }: DoctorView): void {
  for (const finding of repaired.slice(0, shownFindings)) terminal.print(`repaired: ${sentence(finding)}\n`)
  for (const finding of findings.slice(0, shownFindings)) terminal.print(`${sentence(finding)}\n`)
  const more = Math.max(repaired.length - shownFindings, 0) + Math.max(findings.length - shownFindings, 0)
  if (more > 0) terminal.print(`... and ${more} more; --json lists all\n`)
  terminal.print(
    `Looked at ${subscribers} subscribers and ${enrollments} passages: ${findings.length === 0 ? 'nobody is stuck' : `${findings.length} findings`}.\n`,
  )
  if (outdated > 0) terminal.print(`${outdated} subscribers are still to be brought up to the definitions in force; the server does that in the background.\n`)
  const canRepair = repairable(findings).length > 0
  if (canRepair && repaired.length === 0) terminal.report('Stop the server and run oncue doctor --repair to look again at them.\n')
}

function sentence({ subscriber, enrollment, what, repair }: FindingView): string {
  const who = subscriber === null ? '' : `subscriber #${subscriber}${enrollment === null ? '' : `, passage ${enrollment},`} `
  return `${who}${what}${repair === 'look again' || repair === 'none' ? '' : `; ${repair}`}`
}
