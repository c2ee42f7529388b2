// The designs that a new template can begin as, each with a small picture of what it is made of; or the look of a template that is there.

import { CopyPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../../kit/classes.ts'
import { useWords } from '../../words/words.ts'
import { type Design, designs, partsOf } from './ready-designs.ts'

export interface DesignChoiceProps {
  /** Undefined: like another template. */
  readonly value: Design | undefined
  readonly onChange: (design: Design | undefined) => void
  /** Whether there is a template to be like. */
  readonly hasOthers: boolean
}

/** The choice. */
export function DesignChoice({ value, onChange, hasOthers }: DesignChoiceProps) {
  const say = useWords('templates')
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className="mb-1.5 p-0 text-sm font-medium">{say('new.like')}</legend>
      <div className="grid grid-cols-4 gap-2 phone:grid-cols-2">
        {designs.map((design) => (
          <Card key={design} name={say(`design.${design}`)} isChosen={value === design} onChoose={() => onChange(design)}>
            <Sketch design={design} />
          </Card>
        ))}
        {hasOthers && (
          <Card name={say('design.like')} isChosen={value === undefined} onChoose={() => onChange(undefined)}>
            <span aria-hidden className="grid h-24 w-full place-items-center rounded-sm bg-sunken text-soft">
              <CopyPlus className="size-6" />
            </span>
          </Card>
        )}
      </div>
    </fieldset>
  )
}

interface CardProps {
  readonly name: string
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

function Card({ name, isChosen, onChoose, children }: CardProps) {
  return (
    <label
      className={classes(
        'flex cursor-pointer flex-col gap-1.5 rounded-md border p-1.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        isChosen ? 'border-accent bg-tint' : 'border-line bg-card hover:bg-sunken',
      )}
    >
      {children}
      <span className="flex min-w-0 items-center gap-1 text-sm">
        <input type="radio" name="design" checked={isChosen} onChange={onChoose} className="accent-accent" />
        {name}
      </span>
    </label>
  )
}

const bar = 'rounded-[1px] bg-line-strong/40'

function Sketch({ design }: { readonly design: Design }) {
  return (
    <span aria-hidden className="flex h-24 w-full justify-center overflow-hidden rounded-sm bg-sunken px-4 pt-2.5">
      <span className="flex w-full max-w-24 flex-col gap-1.5 rounded-t-sm bg-card p-1.5 shadow-raised">
        {partsOf[design].map((part, index) => {
          const key = `${index}`
          if (part === 'hero') return <span key={key} className="-m-1.5 mb-0 h-7 bg-accent" />
          if (part === 'brand') return <span key={key} className="h-1 w-4 rounded-[1px] bg-accent" />
          if (part === 'heading') return <span key={key} className="h-2 w-3/4 rounded-[1px] bg-ink/70" />
          if (part === 'picture') return <span key={key} className="h-8 rounded-[2px] bg-tint" />
          if (part === 'button') return <span key={key} className="h-2.5 w-8 rounded-[2px] bg-accent" />
          if (part === 'columns')
            return (
              <span key={key} className="grid grid-cols-2 gap-1.5">
                <span className={classes(bar, 'h-4')} />
                <span className={classes(bar, 'h-4')} />
              </span>
            )
          if (part === 'products')
            return (
              <span key={key} className="flex flex-col gap-1">
                {[1, 2].map((row) => (
                  <span key={row} className="flex items-center gap-1">
                    <span className="size-3.5 rounded-[2px] bg-tint" />
                    <span className={classes(bar, 'h-1 flex-1')} />
                    <span className={classes(bar, 'h-1 w-3')} />
                  </span>
                ))}
              </span>
            )
          return (
            <span key={key} className="flex flex-col gap-1">
              <span className={classes(bar, 'h-1')} />
              <span className={classes(bar, 'h-1 w-4/5')} />
            </span>
          )
        })}
      </span>
    </span>
  )
}
