// Puts people on a list, or takes them off it: their ids or addresses, one a line.

import { useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Select, Textarea } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { ListChoice } from '../../shell/list-choice.tsx'
import { NotInForce } from '../../shell/not-in-force.tsx'
import { useLists } from '../../shell/use-topics.ts'
import { useWords } from '../../words/words.ts'

/** `list`: empty for one that has yet to be named. */
export function ListMembersDialog({ list, ids = '', onClose }: { readonly list: string; readonly ids?: string; readonly onClose: () => void }) {
  const say = useWords('people')
  const [name, setName] = useState(list)
  const [text, setText] = useState(ids)
  const [does, setDoes] = useState<'add' | 'remove'>('add')
  const change = useTell('POST /lists/{list}/members', { refreshes: ['/lists', '/subscribers'] })
  const people = [...new Set(text.split(/[\n;]+/).map((one) => one.trim()))].filter((one) => one !== '')
  const draft = useLists().draftOf(name.trim())
  const unknown = change.data?.unknown ?? []
  const send = (): void =>
    change.mutate(
      { params: { list: name.trim() }, body: does === 'add' ? { add: people } : { remove: people } },
      {
        onSuccess(answer) {
          toast(say(does === 'add' ? 'list-added' : 'list-removed', { count: answer.added + answer.removed, list: name }))
          if (answer.unknown.length === 0) onClose()
          else setText(answer.unknown.join('\n'))
        },
      },
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('list-members')}
      description={say('list-members-about')}
      actions={
        <Button
          kind="primary"
          disabled={name.trim() === '' || draft !== undefined || people.length === 0 || people.length > 1000}
          isBusy={change.isPending}
          onClick={send}
        >
          {say(does === 'add' ? 'list-put' : 'list-take', { count: people.length })}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={say('list')} hint={say('list-hint')}>
          {(parts) => <ListChoice {...parts} value={name} onChange={setName} />}
        </Field>
        <NotInForce draft={draft} name={name} />
        <Field label={say('what')}>
          {(parts) => (
            <Select {...parts} value={does} onChange={(event) => setDoes(event.target.value as 'add' | 'remove')}>
              <option value="add">{say('list-do-add')}</option>
              <option value="remove">{say('list-do-remove')}</option>
            </Select>
          )}
        </Field>
        <Field label={say('people')} hint={say('list-people-hint')} error={unknown.length === 0 ? undefined : say('list-unknown', { count: unknown.length })}>
          {(parts) => <Textarea {...parts} rows={5} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        {change.error && <Problem problem={change.error} />}
      </div>
    </Dialog>
  )
}
