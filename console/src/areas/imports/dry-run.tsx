// What an import would do: how many rows are good, what the first become, what is wrong in which line, and what would be set off.

import { Link } from '@tanstack/react-router'
import { Card } from '../../kit/card.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { SaidReason } from '../decisions/said-reason.tsx'
import type { Said } from '../decisions/told.ts'
import { FirstPeople, isPerson } from './first-people.tsx'

export interface Tried {
  readonly rows: number
  readonly isWhole: boolean
  readonly good: number
  readonly refused: number
  readonly partly: number
  readonly fresh: number | null
  readonly repeated: number
  readonly repeats: readonly { readonly line: number; readonly of: number; readonly isOne: boolean }[]
  readonly shared: number
  readonly shares: readonly { readonly line: number; readonly subscriber: number }[]
  readonly problems: readonly { readonly line: number; readonly said: Said; readonly rows: number }[]
  readonly first: readonly { readonly line: number; readonly becomes?: unknown }[]
  readonly setsOff: {
    readonly people: number
    readonly isWhole: boolean
    readonly journeys: readonly { readonly journey: string; readonly entered: number; readonly messages: number }[]
  } | null
}

/** <DryRun tried={trial.data} /> */
export function DryRun({ tried }: { readonly tried: Tried }) {
  const say = useWords('imports')
  const formats = useFormats()
  const { good, refused, partly, fresh, isWhole, problems, repeated, repeats, shared, shares, first, setsOff } = tried
  const people = first.flatMap(({ line, becomes }) => (isPerson(becomes) ? [{ line, person: becomes }] : []))
  return (
    <Card title={say('dry-run')}>
      <p role="status" className="text-base">
        {say('good-rows', { count: good })}, {say('bad-rows', { count: refused })}.{partly > 0 && ` ${say('partly-rows', { count: partly })}`}
        {fresh !== null && ` ${say('fresh-rows', { count: fresh })}`}
        {!isWhole && ` ${say('not-whole', { count: tried.rows })}`}
      </p>
      {setsOff !== null && (
        <div className="mt-3 rounded-md bg-warn-tint p-3 text-base">
          {setsOff.journeys.length === 0 ? (
            say('sets-off-nothing')
          ) : (
            <ul>
              {setsOff.journeys.map((one) => (
                <li key={one.journey}>
                  <span className="font-medium">{one.journey}</span>: {say('would-enter', { count: one.entered })}, {say('would-send', { count: one.messages })}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {problems.length > 0 && (
        <div className="mt-3">
          <h3 className="font-medium">{say('problems')}</h3>
          <ul className="mt-1 max-h-60 overflow-auto rounded-md bg-bad-tint p-3 text-base">
            {problems.map(({ line, said, rows }) => (
              <li key={line}>
                {rows === 1 ? say('line', { line: formats.number(line) }) : say('lines', { line: formats.number(line), count: rows - 1 })}:{' '}
                <SaidReason said={said} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {repeated > 0 && (
        <div className="mt-3">
          <h3 className="font-medium">{say('repeated', { count: repeated })}</h3>
          <ul className="mt-1 max-h-60 overflow-auto rounded-md bg-warn-tint p-3 text-base">
            {repeats.map(({ line, of, isOne }) => (
              <li key={line}>{say(isOne ? 'repeats-one' : 'repeats-two', { line: formats.number(line), of: formats.number(of) })}</li>
            ))}
          </ul>
        </div>
      )}
      {shared > 0 && (
        <div className="mt-3">
          <h3 className="font-medium">{say('shared', { count: shared })}</h3>
          <ul className="mt-1 max-h-60 overflow-auto rounded-md bg-warn-tint p-3 text-base">
            {shares.map(({ line, subscriber }) => (
              <li key={line}>
                {say('shares', { line: formats.number(line) })}{' '}
                <Link className={`${linkLook} underline`} to={'/people/$subscriber' as never} params={{ subscriber: `#${subscriber}` } as never}>
                  #{subscriber}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      {first.length > 0 && (
        <div className="mt-3">
          <h3 className="font-medium">{say('first-rows')}</h3>
          {people.length === first.length ? (
            <FirstPeople rows={people} />
          ) : (
            <ol className="mt-1 max-h-72 overflow-auto rounded-md bg-sunken p-3 font-mono text-sm">
              {first.map(({ line, becomes }) => (
                <li key={line} className="py-0.5 break-words">
                  <span className="text-soft">{line}</span> {JSON.stringify(becomes)}
                </li>
              ))}
            </ol>
          )}
        </div>
      )}
    </Card>
  )
}
