// Which person the draft is tried on: those who were here last are suggested, others are found by what is typed.

import { useState } from 'react'
import { Button } from '../../../kit/button.tsx'
import { Field } from '../../../kit/field.tsx'
import { PersonChoice } from '../../../shell/person-choice.tsx'
import { useWords } from '../../../words/words.ts'

/** The form. */
export function PersonForm({ isBusy, onTry }: { readonly isBusy: boolean; readonly onTry: (subscriber: string) => void }) {
  const say = useWords('journeys')
  const [person, setPerson] = useState('')
  const wanted = person.trim()
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted !== '') onTry(wanted)
      }}
    >
      <Field label={say('walk.person')} hint={say('walk.person-hint')}>
        {(parts) => <PersonChoice {...parts} value={person} onChange={setPerson} />}
      </Field>
      <div>
        <Button type="submit" isBusy={isBusy} disabled={wanted === ''}>
          {say('walk.try')}
        </Button>
      </div>
    </form>
  )
}
