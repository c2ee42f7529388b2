// A text field with suggestions, by the WAI-ARIA pattern for comboboxes: the focus stays in the field, arrow keys walk the list, Enter takes, Escape
// closes. For names of events, properties, templates and people. Short lists use Select.

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'
import { classes } from './classes.ts'
import type { FieldParts } from './field.tsx'
import { controlLook } from './input.tsx'

export interface Suggestion {
  readonly value: string
  /** What is shown; the value when left out. */
  readonly label?: string
  /** What tells it from others: a sample value, a count. */
  readonly detail?: ReactNode
}

export interface ComboboxProps extends Partial<FieldParts> {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Those that fit what is typed come first; with `isFilteredElsewhere` they are shown as they are. */
  readonly suggestions: readonly Suggestion[]
  readonly isFilteredElsewhere?: boolean
  /** Whatever is typed counts; without it only a suggestion does, and the field goes back to the last one. */
  readonly isFree?: boolean
  /** Told what is typed, to ask the server. */
  readonly onType?: (text: string) => void
  readonly placeholder?: string
  readonly label?: string
  readonly disabled?: boolean
  readonly className?: string
}

const most = 100

/** <Field label="Event">{(parts) => <Combobox {...parts} value={event} onChange={setEvent} suggestions={events} isFree />}</Field> */
export function Combobox(props: ComboboxProps) {
  const { value, onChange, suggestions, isFilteredElsewhere = false, isFree = false, onType, placeholder, label, disabled = false, className } = props
  const say = useWords('kit')
  const own = useId()
  const id = props.id ?? own
  const shown = labelOf(value, suggestions)
  const [text, setText] = useState(shown)
  const [isOpen, setOpen] = useState(false)
  const [hasTyped, setTyped] = useState(false)
  const [at, setAt] = useState(-1)
  const list = useRef<HTMLDivElement>(null)
  // What somebody types stays as typed, also where it is the value of a suggestion that is called otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the value changes, and not when typing ends
  useEffect(() => {
    if (!hasTyped) setText(shown)
  }, [shown])
  const isTyping = isOpen && hasTyped
  const fitting = (isFilteredElsewhere || !isTyping ? suggestions : suggestions.filter((one) => fits(one, text))).slice(0, most)
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${id}-${at}`)}`)?.scrollIntoView({ block: 'nearest' })
  }, [at, id])
  const close = (): void => {
    setOpen(false)
    setTyped(false)
    setAt(-1)
  }
  const take = (suggestion: Suggestion): void => {
    onChange(suggestion.value)
    setText(suggestion.label ?? suggestion.value)
    close()
  }
  const type = (next: string): void => {
    setText(next)
    setTyped(true)
    setOpen(true)
    setAt(-1)
    onType?.(next)
    if (isFree) onChange(next)
  }
  const leave = (): void => {
    const meant = suggestions.find((one) => (one.label ?? one.value).toLocaleLowerCase() === text.trim().toLocaleLowerCase())
    if (meant !== undefined && meant.value !== value) take(meant)
    else setText(text.trim() === '' ? '' : shown)
    if (text.trim() === '' && value !== '') onChange('')
    close()
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (fitting.length > 0) setAt((before) => (before + step + fitting.length + (before === -1 && step === -1 ? 1 : 0)) % fitting.length)
    } else if (event.key === 'Enter' && isOpen && fitting[at] !== undefined) {
      event.preventDefault()
      take(fitting[at])
    } else if (event.key === 'Enter' && isFree) {
      // A form around it is sent, and its answer is not covered.
      close()
    } else if (event.key === 'Escape' && isOpen) {
      // Closes the list; a dialog around it stays (dialog.tsx).
      event.stopPropagation()
      close()
    }
  }
  return (
    <div className={classes('relative', className)}>
      <input
        id={id}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && at >= 0 ? `${id}-${at}` : undefined}
        aria-label={label}
        aria-describedby={props['aria-describedby']}
        aria-invalid={props['aria-invalid']}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        placeholder={placeholder ?? say('choose')}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKey}
        onClick={() => setOpen(true)}
        onBlur={leave}
        className={classes(controlLook, 'h-9 phone:h-11')}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label ?? say('choose')}
        hidden={!isOpen}
        className="absolute inset-x-0 top-full z-50 mt-1 max-h-72 min-w-56 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised"
      >
        {fitting.map((suggestion, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={suggestion.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            // Pressing it must not take the focus out of the field first.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
            className={classes(
              'flex min-h-8 cursor-pointer flex-wrap items-center justify-between gap-x-3 rounded-sm px-2 text-base phone:min-h-11',
              index === at ? 'bg-tint text-on-tint' : 'hover:bg-sunken',
            )}
          >
            <span className="max-w-full truncate">{suggestion.label ?? suggestion.value}</span>
            {suggestion.detail !== undefined && <span className="max-w-full truncate text-sm text-soft">{suggestion.detail}</span>}
          </div>
        ))}
        {fitting.length === 0 && (
          // biome-ignore lint/a11y/useFocusableInteractive: it cannot be chosen
          <div role="option" aria-selected={false} aria-disabled className="px-2 py-1.5 text-base text-soft">
            {say(isFree && text.trim() !== '' ? 'taken-as-typed' : 'no-match', { text: text.trim() })}
          </div>
        )}
      </div>
    </div>
  )
}

function labelOf(value: string, suggestions: readonly Suggestion[]): string {
  return suggestions.find((one) => one.value === value)?.label ?? value
}

function fits({ value, label }: Suggestion, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase()
  return value.toLocaleLowerCase().includes(wanted) || label?.toLocaleLowerCase().includes(wanted) === true
}
