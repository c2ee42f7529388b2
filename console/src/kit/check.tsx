// A box to tick and a switch: the box for a choice that is saved with its form, the switch for one that holds at once.

import { Check as Tick } from 'lucide-react'
import { Checkbox as Box, Switch as Slider } from 'radix-ui'
import { type ReactNode, useId } from 'react'

interface Choice {
  readonly label: string
  readonly hint?: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}

/** A box to tick, with its label. */
export function Checkbox({ label, hint, checked, onChange, disabled = false }: Choice) {
  const id = useId()
  return (
    <div className="flex items-start gap-2 phone:min-h-11 phone:items-center">
      <Box.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(now) => onChange(now === true)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 grid size-5 shrink-0 place-items-center rounded-sm border border-line-strong bg-card text-on-accent disabled:opacity-60 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Box.Indicator>
          <Tick aria-hidden className="size-3.5" strokeWidth={3} />
        </Box.Indicator>
      </Box.Root>
      <ChoiceLabel id={id} label={label} hint={hint} />
    </div>
  )
}

/** A switch, with its label. */
export function Switch({ label, hint, checked, onChange, disabled = false }: Choice) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5 phone:min-h-11 phone:items-center">
      <Slider.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="relative mt-px h-6 w-10 shrink-0 rounded-full bg-line-strong transition-colors forced-colors:border disabled:opacity-60 data-[state=checked]:bg-accent"
      >
        <Slider.Thumb className="block size-5 translate-x-0.5 rounded-full bg-card transition-transform forced-colors:border-2 data-[state=checked]:translate-x-4.5" />
      </Slider.Root>
      <ChoiceLabel id={id} label={label} hint={hint} />
    </div>
  )
}

function ChoiceLabel({ id, label, hint }: { readonly id: string; readonly label: string; readonly hint: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="cursor-pointer text-base">
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  )
}
