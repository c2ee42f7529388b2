// Durable ingest over HTTP: batches of 100 on 16 connections, every event decided and committed before its batch is answered. Rounds of the
// server and of a bare loop that writes the same rows in transactions of the same size alternate, so that the ratio stands on a busy machine.

import { type Load, startLoad } from './load.ts'
import { type Effort, type Measurement, median, numberText, quantile, spread } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { recordCommits, timeBareLoop } from './recorded-commits.ts'
import { type ServerProcess, startServer } from './server-process.ts'

interface Scale {
  readonly people: number
  readonly perSecond: number
}

/** The table's first row, at one number of subscribers. */
export function ingestAt({ people, perSecond }: Scale): (effort: Effort) => Promise<readonly Measurement[]> {
  return async ({ isQuick, rounds }) => {
    const events = isQuick ? 40_000 : 100_000
    const load = await startLoad()
    const server = await startServer(await workspaceOf(people), load.smtpPort)
    const perRound: Round[] = []
    try {
      await rush(load, server, { people, events: 20_000, seed: 100 })
      for (let seed = 1; seed <= rounds; seed += 1) perRound.push(await runRound(load, server, { people, events, seed }))
    } finally {
      await server.stop()
      await load.stop()
    }
    const rates = perRound.map((round) => round.perSecond)
    const ratios = perRound.map((round) => round.perSecond / round.barePerSecond)
    const at = `${people.toLocaleString('en-US')} subscribers`
    return [
      { what: `durable batch ingest, ${at}`, value: median(rates), unit: 'events/s', target: { atLeast: perSecond }, note: notesOn(perRound) },
      {
        what: `of a bare loop, ${at}`,
        value: median(ratios) * 100,
        unit: '%',
        target: { atLeast: 60 },
        note: `bare loop ${numberText(median(perRound.map((round) => round.barePerSecond)))}/s (${spread(perRound.map((round) => round.barePerSecond))})`,
      },
    ]
  }
}

interface Round {
  readonly perSecond: number
  readonly barePerSecond: number
  readonly eventsPerCommit: number
  readonly cpuMicroseconds: number
  readonly answerP99Ms: number
}
interface RushOf {
  readonly people: number
  readonly events: number
  readonly seed: number
}

async function runRound(load: Load, server: ServerProcess, of: RushOf): Promise<Round> {
  const [commitsBefore, cpuBefore] = [await server.metric('oncue_commit_seconds_count'), server.cpuMs()]
  const report = await rush(load, server, of)
  const [commitsAfter, cpuAfter] = [await server.metric('oncue_commit_seconds_count'), server.cpuMs()]
  const eventsPerCommit = Math.round(of.events / (commitsAfter - commitsBefore))
  const commits = await recordCommits({ workspace: await workspaceOf(of.people), ...of, eventsPerCommit })
  const barePerSecond = timeBareLoop((await workspaceOf(of.people)).store, commits)
  return {
    perSecond: (of.events * 1000) / report.durationMs,
    barePerSecond,
    eventsPerCommit,
    cpuMicroseconds: ((cpuAfter - cpuBefore) * 1000) / of.events,
    answerP99Ms: quantile(report.answersMs, 0.99),
  }
}

async function rush(load: Load, server: ServerProcess, of: RushOf) {
  const report = await load.run(server, { do: 'rush', eventsPerRequest: 100, connections: 16, ...of })
  if (report.failures > 0) throw new Error(`${report.failures} batches were not taken in`)
  return report
}

function notesOn(rounds: readonly Round[]): string {
  const of = (pick: (round: Round) => number): string => numberText(median(rounds.map(pick)))
  return (
    `${spread(rounds.map((round) => round.perSecond))}; ${of((round) => round.cpuMicroseconds)} us of processor time per event, ` +
    `${of((round) => round.eventsPerCommit)} events per commit, batches answered within ${of((round) => round.answerP99Ms)} ms (p99)`
  )
}
