// With whom a preview is made: a sample, somebody who got the mail or could get it, anybody by their id, or facts of one's own; with which event of theirs,
// and in which language. The lists are the browser's own, so arrow keys go from person to person.

import { useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'

export type OneTemplate = AnswerOf<'GET /templates/{template}'>
type Person = AnswerOf<'GET /templates/{template}/people'>['people'][number]

/** The part of a preview's question that says with what it is filled. */
export interface Shown {
  readonly as?: string
  readonly event?: number
  readonly sample?: string
  readonly locale?: string
}

/** What the address says. */
export function useShown(template: OneTemplate | undefined): Shown {
  const [chosen] = useUrlState('with')
  const [event] = useUrlState('event')
  const [locale] = useUrlState('lang')
  const [kind, ...rest] = chosen.split(':')
  const name = rest.join(':')
  return {
    ...(kind === 'p' ? { as: name } : {}),
    ...(kind === 'p' && event !== '' ? { event: Number(event) } : {}),
    ...(kind === 's' && template?.samples.includes(name) === true ? { sample: name } : {}),
    ...(locale === '' ? {} : { locale }),
  }
}

/** The lists. */
export function ShownWith({ template }: { readonly template: OneTemplate }) {
  const say = useWords('templates')
  const [chosen] = useUrlState('with')
  const nameOf = useLanguageNames()
  const [locale, setLocale] = useUrlState('lang')
  const change = useUrlChange()
  const [isAsking, setAsking] = useState(false)
  const { data } = useAsk('GET /templates/{template}/people', { params: { template: template.template } })
  const people = data?.people ?? []
  const person = people.find((one) => chosen === choiceOf(one))
  const isOther = chosen.startsWith('p:') && person === undefined
  return (
    <div className="flex flex-wrap items-center gap-2 *:w-auto *:max-w-64">
      <span aria-hidden className="text-sm text-soft">
        {say('shown-with')}
      </span>
      <Select
        aria-label={say('shown-with')}
        className="max-w-64"
        value={isAsking ? 'other' : chosen}
        onChange={({ target: { value } }) => {
          setAsking(value === 'other')
          if (value !== 'other') change({ with: value, event: '' })
        }}
      >
        {template.samples.length === 0 && <option value="">{say('nobody')}</option>}
        {template.samples.length > 0 && (
          <optgroup label={say('samples')}>
            {template.samples.map((sample, index) => (
              <option key={sample} value={index === 0 ? '' : `s:${sample}`}>
                {sample}
              </option>
            ))}
          </optgroup>
        )}
        {(['got it', 'could get it', 'somebody'] as const).map((why) => (
          <Group key={why} label={say(`why.${why}`)} people={people.filter((one) => one.why === why)} />
        ))}
        {isOther && <option value={chosen}>{chosen.slice(2)}</option>}
        <option value="other">{say('somebody-else')}</option>
      </Select>
      {isAsking && (
        <OtherPerson
          onChosen={(id) => {
            setAsking(false)
            change({ with: `p:${id}`, event: '' })
          }}
        />
      )}
      {person !== undefined && person.events.length > 0 && <EventsOf person={person} />}
      {template.locales.length > 0 && (
        <Select aria-label={say('language')} value={locale} onChange={({ target: { value } }) => setLocale(value)}>
          <option value="">{say('language-of-reader')}</option>
          {languagesOf(template).map((one) => (
            <option key={one} value={one}>
              {nameOf(one)}
            </option>
          ))}
        </Select>
      )}
    </div>
  )
}

/** That of everybody's page first. */
export function languagesOf({ language, locales }: Pick<OneTemplate, 'language' | 'locales'>): readonly string[] {
  return [language, ...locales.filter((one) => one !== language)]
}

function choiceOf({ subscriber }: Person): string {
  return `p:#${subscriber}`
}

function Group({ label, people }: { readonly label: string; readonly people: readonly Person[] }) {
  if (people.length === 0) return null
  return (
    <optgroup label={label}>
      {people.map((one) => (
        <option key={one.subscriber} value={choiceOf(one)}>
          {one.label}
        </option>
      ))}
    </optgroup>
  )
}

function OtherPerson({ onChosen }: { readonly onChosen: (id: string) => void }) {
  const say = useWords('templates')
  const [id, setId] = useState('')
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (id.trim() !== '') onChosen(id.trim())
      }}
    >
      <Input
        autoFocus
        aria-label={say('person-id')}
        placeholder={say('person-id')}
        className="w-52"
        value={id}
        onChange={({ target: { value } }) => setId(value)}
      />
      <Button type="submit">{say('show')}</Button>
    </form>
  )
}

function EventsOf({ person }: { readonly person: Person }) {
  const say = useWords('templates')
  const formats = useFormats()
  const [event, setEvent] = useUrlState('event')
  return (
    <Select aria-label={say('event')} value={event} onChange={({ target: { value } }) => setEvent(value)}>
      <option value="">{say('newest-event')}</option>
      {person.events.map((one) => (
        <option key={one.event} value={String(one.event)}>
          {one.name}, {formats.dateTime(one.at)}
        </option>
      ))}
    </Select>
  )
}
