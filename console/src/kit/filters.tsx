// What narrows a list down: the few that one uses every day in a row, the others behind a button that says how many of them are set. On a phone
// only what is in `children` is always there.

import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { useIsPhone } from './use-is-phone.ts'

export interface FiltersProps {
  /** Always shown, the search first. */
  readonly children: ReactNode
  /** The others. */
  readonly more?: ReactNode
  /** How many of the others are set: those are never hidden without a word. */
  readonly active?: number
  /** Where the others wait behind the button: on phones only, or everywhere because there are many. */
  readonly folds?: 'on phones' | 'everywhere'
}

/** <Filters active={2} more={<Select …/>}><Input type="search" …/></Filters> */
export function Filters({ children, more, active = 0, folds = 'on phones' }: FiltersProps) {
  const say = useWords('kit')
  const isPhone = useIsPhone()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const doesFold = more !== undefined && (folds === 'everywhere' || isPhone)
  const row = 'grid grow auto-cols-[minmax(0,1fr)] grid-flow-col gap-2 phone:grid-flow-row phone:grid-cols-1'
  return (
    <search className="mb-3 block">
      <div className="flex gap-2 phone:flex-wrap">
        <div className={row}>
          {children}
          {more !== undefined && !doesFold && more}
        </div>
        {doesFold && (
          <Button icon={<SlidersHorizontal aria-hidden />} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
            {active === 0 ? say('filters') : say('filters-set', { count: active })}
          </Button>
        )}
      </div>
      {doesFold && (
        <div id={id} hidden={!isOpen} className={classes('mt-2 grid-cols-4 gap-2 max-lg:grid-cols-2 phone:grid-cols-1', isOpen && 'grid')}>
          {more}
        </div>
      )}
    </search>
  )
}
