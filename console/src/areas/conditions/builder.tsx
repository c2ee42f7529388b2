// The builder: rows and groups over one condition, the sentence they make, and beside them what the server says of it.

import { useEffect, useMemo, useRef, useState } from 'react'
import { classes } from '../../kit/classes.ts'
import { useWords } from '../../words/words.ts'
import { type BuilderParts, BuilderProvider, pathKey } from './builder-context.tsx'
import type { ConditionBuilderProps } from './builder-props.ts'
import type { ConditionJson } from './condition-json.ts'
import { Group } from './group.tsx'
import { inWords } from './in-words.ts'
import { Starters } from './starters.tsx'
import { TryOn } from './try-on.tsx'
import { useLiveCount } from './use-live-count.ts'
import { usePersonTrial } from './use-person-trial.ts'
import { useVocabulary } from './use-vocabulary.ts'
import { WhoMatches } from './who-matches.tsx'

/** See ConditionBuilder, which pages use. */
export function Builder(props: ConditionBuilderProps) {
  const { value, onChange, place, triggers = noTriggers, problems = noProblems, isReadOnly = false, aside = 'below', label } = props
  const say = useWords('conditions')
  const vocabulary = useVocabulary(say)
  const live = useLiveCount(value, place, true)
  const trial = usePersonTrial(value, place, triggers[0])
  const rows = useRef<HTMLDivElement>(null)
  const [focusAt, setFocusAt] = useState<{ readonly key: string }>()
  useEffect(() => {
    if (focusAt === undefined) return
    const row = [...(rows.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].findLast((one) => one.dataset['row'] === focusAt.key)
    row?.querySelector<HTMLElement>('select:not(:disabled), input:not(:disabled), button')?.focus()
  }, [focusAt])
  const parts = useMemo<BuilderParts>(
    () => ({
      root: value,
      place,
      triggers,
      isReadOnly,
      say,
      vocabulary,
      problems: [...problems, ...live.problems.filter((one) => problems.every((known) => known.message !== one.message))],
      counts: new Map(live.isStale ? [] : live.count?.parts.map((part) => [pathKey(part.path), part])),
      tried: trial.parts,
      edit: (edited, focus) => {
        if (edited === undefined) return
        onChange(edited.condition)
        if (focus === 'move the focus') setFocusAt({ key: pathKey(edited.at) })
      },
    }),
    [value, place, triggers, isReadOnly, say, vocabulary, problems, live, trial.parts, onChange],
  )
  return (
    <BuilderProvider value={parts}>
      <section aria-label={label ?? say('builder')} className={classes('grid min-w-0 gap-4', aside === 'beside' && 'lg:grid-cols-[minmax(0,1fr)_20rem]')}>
        <div ref={rows} className="flex min-w-0 flex-col gap-3">
          {value === undefined ? (
            <Starters onChoose={(condition) => parts.edit({ condition, at: [] }, 'move the focus')} />
          ) : (
            <Group condition={value} path={[]} />
          )}
          {value !== undefined && <InWords condition={value} />}
        </div>
        {aside !== 'none' && value !== undefined && (
          <aside className={classes('flex min-w-0 flex-col gap-4', aside === 'below' && 'md:grid md:grid-cols-2')}>
            <WhoMatches live={live} onTry={trial.start} />
            <TryOn trial={trial} />
          </aside>
        )}
      </section>
    </BuilderProvider>
  )
}

const noTriggers: readonly string[] = []
const noProblems: NonNullable<ConditionBuilderProps['problems']> = []

/** The sentence that the rows make, to be read aloud. */
function InWords({ condition }: { readonly condition: ConditionJson }) {
  const say = useWords('conditions')
  return (
    <p className="max-w-prose rounded-md bg-sunken px-3 py-2 text-base">
      <span className="font-medium">{say('in-words')}</span> {inWords(condition, say)}
    </p>
  )
}
