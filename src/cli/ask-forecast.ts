// Asks the server for a forecast until it is there.

import type { DefinitionsForecast } from '../insight/forecast.ts'
import type { PublicationPreview } from '../model/publication.ts'
import { type AdminDoor, askAdmin } from './admin-door.ts'
import { forecastText } from './forecast-text.ts'
import type { Terminal } from './shell.ts'

export interface ForecastAnswer {
  readonly state: 'reading' | 'ready' | 'failed'
  readonly done: number
  readonly of: number
  readonly problem: string | null
  readonly forecast: DefinitionsForecast | null
}

/** What is to be expected of the journeys that a publication makes or changes, in words; nothing where there are none. */
export async function expectationText(door: AdminDoor, { journeys }: Pick<PublicationPreview, 'journeys'>, terminal: Terminal): Promise<string> {
  const changed = journeys.filter(({ change }) => change === 'new' || change === 'changed').map(({ journey }) => journey)
  if (changed.length === 0) return ''
  const { forecast } = await askForecast(door, { of: 'folder', drafts: false }, (done, of) => {
    if (of > 0) terminal.report(`read ${done.toLocaleString('en')} of ${of.toLocaleString('en')} lines of history to say what to expect\n`)
  })
  return forecast === null ? '' : forecastText(forecast, terminal.columns, changed)
}

/** How often, of ten seconds each, it is asked before it is given up. */
const patience = 60

/** The answer at its end. `onReading` is told how far it is, every ten seconds. */
export async function askForecast(
  door: AdminDoor,
  wish: { readonly of: 'folder' | 'in force'; readonly drafts: boolean },
  onReading: (done: number, of: number) => void,
): Promise<ForecastAnswer> {
  for (let turn = 1; ; turn += 1) {
    const answer = await askAdmin<ForecastAnswer>(door, '/admin/v1/forecast', { ...wish, wait: 10 })
    if (answer.state !== 'reading' || turn === patience) return answer
    onReading(answer.done, answer.of)
  }
}
