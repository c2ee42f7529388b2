// Trying the condition on one person: who, and whether it holds. Each row then says what it found.

import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field } from '../../kit/field.tsx'
import { Problem } from '../../kit/problem.tsx'
import { PersonChoice } from '../../shell/person-choice.tsx'
import { useFormats } from '../../words/formats.ts'
import { useBuilder } from './builder-context.tsx'
import type { PersonTrial } from './use-person-trial.ts'

/** The card beside the rows. */
export function TryOn({ trial }: { readonly trial: PersonTrial }) {
  const { say } = useBuilder()
  const formats = useFormats()
  const [person, setPerson] = useState('')
  const { answer, problem, isBusy } = trial
  return (
    <Card title={say('try-on')}>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (person.trim() !== '') trial.start(person)
        }}
      >
        <Field label={say('person')} hint={say('person-hint')}>
          {(parts) => <PersonChoice {...parts} value={person} onChange={setPerson} />}
        </Field>
        <Button type="submit" isBusy={isBusy} disabled={person.trim() === ''}>
          {say('try')}
        </Button>
      </form>
      <div aria-live="polite" className="mt-3 flex flex-col gap-1">
        {problem !== undefined && <Problem problem={problem} />}
        {answer !== undefined && (
          <>
            <p className={answer.holds ? 'flex items-center gap-1.5 font-medium text-good' : 'flex items-center gap-1.5 font-medium text-bad'}>
              {answer.holds ? <CircleCheck aria-hidden className="size-5" /> : <CircleX aria-hidden className="size-5" />}
              {say(answer.holds ? 'holds-for' : 'fails-for', { name: answer.person.email ?? answer.person.userIds[0] ?? `#${answer.person.subscriber}` })}
            </p>
            {answer.trigger !== null && (
              <p className="text-sm text-soft">
                {say('stood-in', { event: String(answer.trigger['name']), at: formats.exact(Number(answer.trigger['occurredAt'])) })}
              </p>
            )}
            <p className="text-sm text-soft">{say('rows-say-why')}</p>
          </>
        )}
      </div>
    </Card>
  )
}
