// Trials whose winner somebody has to choose by hand, while people wait for it.

import type { Published } from '../../runtime/publishing/published.ts'
import { readPauses } from '../../runtime/stopping/pauses.ts'
import type { Store } from '../../runtime/store.ts'
import { Counted } from '../counted.ts'
import { trialReport } from '../trial-report.ts'
import type { OpenChoice } from './attention.ts'

/** Of the version that they wait in, also when another is in force since. Nothing is counted for journeys that leave nothing to a hand. */
export async function readOpenChoices(store: Pick<Store, 'setting' | 'counts'>, published: Published | undefined, now: number): Promise<readonly OpenChoice[]> {
  const byHand = (published?.journeys ?? []).filter(({ definition: { steps } }) => {
    const [first] = steps
    return first !== undefined && 'trial' in first && first.trial?.by === 'hand'
  })
  if (published === undefined || byHand.length === 0) return []
  const pauses = await readPauses(store)
  const reports = byHand.map(async ({ definition, version }): Promise<readonly OpenChoice[]> => {
    const counts = (await store.counts(definition.journey)).filter((one) => one.version === version)
    const trial = trialReport(definition, { workspace: published.workspace, pauses }, new Counted(counts))
    const isOpen = trial !== undefined && trial.chosen === null && trial.beginsAt <= now && trial.waiting > 0
    return isOpen ? [{ journey: definition.journey, waiting: trial.waiting, dueAt: trial.dueAt }] : []
  })
  return (await Promise.all(reports)).flat()
}
