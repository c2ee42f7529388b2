// What a command may touch of the outside: the terminal, the clock, and the rooms that src/app.ts joins. Everything is
// given, so that a test runs commands as they are.

import type { DomainResolver } from '../deliverability/resolver.ts'
import type { BacktestReport } from '../insight/backtest/backtest-report.ts'
import type { Definitions } from '../model/definitions.ts'
import type { SubscriberEvent } from '../model/event.ts'
import type { ImportPreview } from '../model/import-preview.ts'
import type { Journey } from '../model/journey.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { Configuration } from '../settings/configuration.ts'
import type { Views } from './views.ts'

export interface Terminal {
  /** Characters in a line. */
  readonly columns: number
  /** Whether a person watches: progress bars are drawn for people only. */
  readonly isWatched: boolean
  readonly hasColor: boolean
  /** Asks whoever sits there for a line; undefined when nobody can answer. Rejects when they leave. */
  readonly ask?: ((question: string) => Promise<string>) | undefined
  /** Writes to standard output: what was asked for. */
  print(text: string): void
  /** Writes to standard error: how it is going, and what went wrong. */
  report(text: string): void
}

export interface ShellClock {
  /** UTC milliseconds. */
  now(): number
  /** Calls back at the instant; the returned function cancels. */
  at(instant: number, callback: () => void): () => void
}

export interface Offline {
  /** Asks a door, as a request over HTTP would. */
  ask(request: { readonly method: Method; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string }): Promise<{
    readonly status: number
    readonly text: AsyncIterable<string>
  }>
  /** Opens the admin doors, and may send events. */
  readonly key: string
  close(): Promise<void>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a backtest is to try; src/desks/backtests.ts says what each part means. */
export interface BacktestWish {
  readonly definitions?: Definitions | undefined
  readonly journey?: Journey | undefined
  readonly against?: 'in force' | 'nothing' | { readonly name: string; readonly definitions: Definitions }
  readonly whatIf?: { readonly journey: string; readonly tried: { readonly path: readonly string[]; readonly values: readonly Json[] } } | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly responses?: 'recorded' | 'none' | 'past'
  readonly seed?: string
  readonly imports?: 'as it happened' | 'as received'
  readonly examples?: number
  readonly thresholds?: boolean
}

export interface BacktestHow {
  readonly threads?: number | undefined
  readonly onProgress?: (progress: { readonly done: number; readonly of: number; readonly events: number }) => void
  readonly signal?: AbortSignal
  readonly clock?: ShellClock
}

/** A copy for staging that is to be made; src/staging says what each part means. */
export interface StagingWish {
  readonly folder: string
  readonly people: number | 'all'
  readonly keep: readonly string[]
}

/** What came into a copy. */
export interface StagingMade {
  readonly people: number
  readonly events: number
  readonly mails: number
  /** Reports about messages that the copy decided not to send. */
  readonly unmatched: number
  /** What its definitions import and do not find there, in words. */
  readonly missing: readonly string[]
}

export interface StagingProgress extends Omit<StagingMade, 'missing'> {
  readonly done: number
  readonly of: number
}

export type EventsOfPeople = ReadonlyMap<string, readonly { readonly receivedAt: number; readonly event: SubscriberEvent }[]>

export interface Shell {
  readonly terminal: Terminal
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The clock, for commands that wait or need to know what time it is. */
  clock(): Promise<ShellClock>
  /** Asks the DNS: the machine's name servers, or the one at this address. */
  resolver(server: string | undefined): Promise<DomainResolver>
  /** Aborts when the person asks to stop. */
  readonly interrupted: AbortSignal
  /** Opens what the store knows, for reading only. */
  openViews(configuration: Configuration): Promise<Views>
  /** Opens the doors on the workspace itself, as the only writer. Rejects while a server has the workspace. */
  openOffline(configuration: Configuration): Promise<Offline>
  /** What messages of the tracking API would set off if they came now; takes nothing in. Undefined when nothing was published yet. */
  previewImport(configuration: Configuration, messages: AsyncIterable<JsonObject>): Promise<ImportPreview | undefined>
  /** Backtests over the workspace's history; aborting the signal stops it. */
  backtest(configuration: Configuration, request: BacktestWish, how: BacktestHow): Promise<{ readonly report: BacktestReport }>
  /** The same over the events of a file. */
  backtestEvents(request: BacktestWish, people: EventsOfPeople, how: BacktestHow): Promise<{ readonly report: BacktestReport }>
  /** Asks again everything that waits at these subscribers, as the only writer. Rejects while a server has the workspace. */
  lookAgain(configuration: Configuration, subscribers: readonly number[]): Promise<void>
  /** Copies the whole data folder to a new folder. Rejects where that exists. */
  backUpWhole(configuration: Configuration, folder: string): Promise<{ readonly files: number; readonly bytes: number }>
  /** Makes a copy of the workspace with people who are nobody. */
  stage(
    configuration: Configuration,
    wish: StagingWish,
    how: { readonly onProgress: (progress: StagingProgress) => void; readonly signal: AbortSignal },
  ): Promise<StagingMade>
}
