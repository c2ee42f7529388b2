// What the doors ask of whoever predicts how journeys will run.

import type { DefinitionsForecast } from '../../insight/forecast.ts'
import type { Refused } from './definitions-door.ts'

/** How far a forecast is. */
export interface ForecastStatus {
  readonly state: 'reading' | 'ready' | 'failed'
  /** Lines of the log that were read, of how many. */
  readonly done: number
  readonly of: number
  readonly problem: string | null
  readonly forecast: DefinitionsForecast | null
}

/** What predicts how journeys will run. */
export interface ForecastDoor {
  /** Of what is in force, or of the folder with its drafts (all of them, or those of these files). Answers when it is there, or after so long. */
  ask(
    wish: { readonly of: 'in force' } | { readonly of: 'folder'; readonly drafts: boolean; readonly paths?: readonly string[] | undefined },
    waitMs: number,
  ): Promise<ForecastStatus | Refused>
}
