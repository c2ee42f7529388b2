// Asks once more before something that cannot be taken back, or that everybody would notice. With `typed`, a word has to be typed first.

import { type ReactNode, useEffect, useState } from 'react'
import type { Problem as Refusal } from '../client/problem.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { Input } from './input.tsx'
import { Problem } from './problem.tsx'

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly description: ReactNode
  /** What the button says: the deed, not "OK". */
  readonly action: string
  readonly onConfirm: () => void
  readonly kind?: 'danger' | 'primary'
  /** A word that has to be typed. */
  readonly typed?: string
  readonly isBusy?: boolean
  /** Why it did not work. */
  readonly problem?: Refusal | null
  /** Whether further fields are filled in. */
  readonly isReady?: boolean
  readonly children?: ReactNode
}

/** <ConfirmDialog title="Remove …?" action="Remove" onConfirm={…} /> */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, action, onConfirm, kind = 'danger', typed, isBusy = false, problem, isReady = true, children } = props
  const say = useWords('kit')
  const [text, setText] = useState('')
  useEffect(() => {
    if (open) setText('')
  }, [open])
  const isTyped = typed === undefined || text.trim().toLocaleLowerCase() === typed.toLocaleLowerCase()
  const may = isTyped && isReady
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      size="small"
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{say('cancel')}</Button>
          <Button kind={kind} disabled={!may} isBusy={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (may && !isBusy) onConfirm()
        }}
      >
        {children}
        {typed !== undefined && (
          <Field label={say('type-to-confirm', { word: typed })}>
            {(parts) => <Input {...parts} autoComplete="off" spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
          </Field>
        )}
        {problem != null && <Problem problem={problem} />}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
