// Which person the draft is tried on: those who were here last are suggested, others are found by what is typed.

import { useState } from 'react'
import { useAsk } from '../../../client/use-ask.ts'
import { Button } from '../../../kit/button.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Field } from '../../../kit/field.tsx'
import { useWords } from '../../../words/words.ts'

/** The form. */
export function PersonForm({ isBusy, onTry }: { readonly isBusy: boolean; readonly onTry: (subscriber: string) => void }) {
  const say = useWords('journeys')
  const [person, setPerson] = useState('')
  const wanted = person.trim()
  const isNumber = /^#\d+$/.test(wanted)
  const body = wanted === '' || isNumber ? {} : { text: wanted }
  const { data } = useAsk('POST /subscribers/search', { query: { limit: 10 }, body }, { keepsPrevious: true })
  const suggestions = (data?.subscribers ?? []).map((one) => ({
    value: one.userId ?? `#${one.subscriber}`,
    label: one.name ?? one.email ?? one.userId ?? `#${one.subscriber}`,
    detail: one.name === null ? '' : (one.email ?? ''),
  }))
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted !== '') onTry(wanted)
      }}
    >
      <Field label={say('walk.person')} hint={say('walk.person-hint')}>
        {(parts) => <Combobox {...parts} value={person} onChange={setPerson} suggestions={suggestions} isFree isFilteredElsewhere />}
      </Field>
      <div>
        <Button type="submit" isBusy={isBusy} disabled={wanted === ''}>
          {say('walk.try')}
        </Button>
      </div>
    </form>
  )
}
