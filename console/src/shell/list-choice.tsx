// Choosing a list, or naming a new one. Where the workspace declares its lists a new one is put into the draft of its file and holds once that is published;
// where it declares none, any name will do.

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useWork } from '../client/use-work.ts'
import { Button } from '../kit/button.tsx'
import { Combobox } from '../kit/combobox.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Field, type FieldParts } from '../kit/field.tsx'
import { Input } from '../kit/input.tsx'
import { Problem } from '../kit/problem.tsx'
import { useWords } from '../words/words.ts'
import { putIntoWorkspace } from './put-into-workspace.ts'
import { useMay } from './session.ts'
import { useLists } from './use-topics.ts'

export interface ListChoiceProps extends Partial<FieldParts> {
  readonly value: string
  readonly onChange: (list: string) => void
  /** Told of one that was made here, which is typed to its end; onChange without it. */
  readonly onMade?: (list: string) => void
  readonly disabled?: boolean
}

/** <Field label="List">{(parts) => <ListChoice {...parts} value={list} onChange={setList} />}</Field> */
export function ListChoice({ value, onChange, onMade = onChange, disabled = false, ...parts }: ListChoiceProps) {
  const say = useWords('shell')
  const why = useMay('editor')
  const [isMaking, setMaking] = useState(false)
  const { lists, isOpen } = useLists()
  const known = value === '' || lists.includes(value) ? lists : [value, ...lists]
  return (
    <div className="flex gap-2">
      <Combobox
        {...parts}
        className="min-w-0 flex-1"
        value={value}
        onChange={onChange}
        suggestions={known.map((list) => ({ value: list }))}
        isFree={isOpen}
        disabled={disabled}
      />
      <Button icon={<Plus />} why={why} disabled={disabled} onClick={() => setMaking(true)}>
        {say('list.new-short')}
      </Button>
      {isMaking && <NewList taken={lists} isOpen={isOpen} onMade={onMade} onClose={() => setMaking(false)} />}
    </div>
  )
}

interface NewListProps {
  readonly taken: readonly string[]
  readonly isOpen: boolean
  readonly onMade: (list: string) => void
  readonly onClose: () => void
}

function NewList({ taken, isOpen, onMade, onClose }: NewListProps) {
  const say = useWords('shell')
  const [typed, setTyped] = useState('')
  const { isBusy, problem, work } = useWork()
  const name = typed.trim()
  const isTaken = taken.includes(name)
  const make = (): Promise<void> =>
    work(async () => {
      if (!isOpen) await putIntoWorkspace('lists', name, { none: say('topic.no-file'), unreadable: say('topic.unreadable') })
      onMade(name)
      onClose()
    })
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={say('list.new')} description={say(isOpen ? 'list.about-open' : 'list.about')}>
      <form
        className="flex flex-col gap-4 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          // A form inside a form: what is below in the page is not sent with it.
          event.stopPropagation()
          void make()
        }}
      >
        <Field label={say('list.name')} hint={say('list.name-hint')} error={isTaken ? say('list.taken') : undefined}>
          {(parts) => <Input {...parts} required maxLength={256} value={typed} onChange={({ target }) => setTyped(target.value)} />}
        </Field>
        {problem !== undefined && <Problem problem={problem} />}
        <div className="flex justify-end">
          <Button type="submit" kind="primary" isBusy={isBusy} disabled={name === '' || isTaken}>
            {say('list.make')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
