// Sending domains, as far as something is to be said about one: how a new one is made known to receivers, few mails at first and more every day, and when
// complaints and mails that come back slow or stop what advertises from it.

import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Switch } from '../../kit/check.tsx'
import { now } from '../../kit/clock.ts'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ChoiceRule, DurationRule, isSet, NumberRule, type RuleFieldProps, Sentence, TextRule } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { usualVolumes, usualWatch } from './usual-sending.ts'
import { at, listAt, mailAddress, textAt } from './workspace-value.ts'

interface DomainValue {
  readonly domain?: string
}

const domainForm = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/
const dayForm = /^\d{4}-\d{2}-\d{2}$/
const mostDomains = 50
const dayMs = 86_400_000

/** The card. */
export function DomainsForm({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const domains = listAt<DomainValue>(file.value, ['domains'])
  return (
    <Card title={say('domains.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-base text-soft">
          {say('domains.about')}{' '}
          <Link to="/settings/sending" className="text-accent underline">
            {say('domains.standing')}
          </Link>
        </p>
        {domains.length === 0 && <Sentence>{say('domains.none')}</Sentence>}
        <ul className="flex flex-col gap-5">
          {domains.map((domain, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a domain is known by its place in the file
            <li key={index} className="flex flex-col gap-4 not-first:border-t not-first:border-line not-first:pt-5">
              <h3 className="font-semibold break-all">{domain.domain}</h3>
              <WarmUp file={file} index={index} />
              <Watch file={file} index={index} />
              <Button size="small" kind="danger-plain" className="self-start" why={file.why} onClick={() => file.set(['domains', index], undefined)}>
                {say('domains.remove')}
              </Button>
            </li>
          ))}
        </ul>
        {domains.length < mostDomains && <AddDomain file={file} taken={domains.map(({ domain = '' }) => domain)} />}
      </div>
    </Card>
  )
}

function AddDomain({ file, taken }: { readonly file: WorkspaceFile; readonly taken: readonly string[] }) {
  const say = useWords('settings')
  const sender = textAt(file.value, ['sender', 'address']).split('@')[1] ?? ''
  const offered = taken.includes(sender) ? '' : sender
  const [typed, setTyped] = useState<string>()
  const text = (typed ?? offered).trim().toLowerCase()
  const error = text === '' ? undefined : taken.includes(text) ? say('names.there') : domainForm.test(text) ? undefined : say('domains.wrong')
  const add = (event: FormEvent): void => {
    event.preventDefault()
    if (text === '' || error !== undefined) return
    if (taken.length === 0) file.set(['domains'], [{ domain: text }])
    else file.set(['domains', taken.length], { domain: text })
    setTyped('')
  }
  return (
    <form className="flex flex-wrap items-start gap-2" onSubmit={add}>
      <Field
        label={say('domains.domain')}
        hint={say('domains.domain-hint')}
        error={typed === undefined ? undefined : error}
        className="min-w-0 flex-1 basis-64"
      >
        {(parts) => (
          <Input
            {...parts}
            value={typed ?? offered}
            placeholder="news.shop.example"
            readOnly={file.why !== undefined}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <Button type="submit" icon={<Plus />} className="mt-6" why={file.why} disabled={text === '' || error !== undefined}>
        {say('domains.add')}
      </Button>
    </form>
  )
}

interface PartProps {
  readonly file: WorkspaceFile
  readonly index: number
}

function WarmUp({ file, index }: PartProps) {
  const say = useWords('settings')
  const formats = useFormats()
  const place = ['domains', index, 'warmUp'] as const
  const isOn = isSet(file, place)
  const own = at(file.value, [...place, 'volumes'])
  const volumes = Array.isArray(own) ? own.map(Number) : usualVolumes
  const from = textAt(file.value, [...place, 'from'])
  const beyond = textAt(file.value, [...place, 'beyond', 'address'])
  const tomorrow = (): string => new Date(now() + dayMs).toISOString().slice(0, 10)
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={say('domains.warm-up')}
        hint={say('domains.warm-up-hint')}
        checked={isOn}
        disabled={file.why !== undefined}
        onChange={(on) => file.set(place, on ? { from: tomorrow() } : undefined)}
      />
      {isOn && (
        <>
          <Sentence>
            {say(volumes.length === 1 ? 'domains.warm-up-one-day' : 'domains.warm-up-says', {
              day: dayForm.test(from) ? formats.day(Date.parse(from)) : from,
              first: volumes[0] ?? 0,
              last: volumes.at(-1) ?? 0,
              days: volumes.length,
            })}{' '}
            {beyond === '' ? say('domains.beyond-waits') : say('domains.beyond-says', { address: beyond })}
          </Sentence>
          <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
            <TextRule
              file={file}
              path={[...place, 'from']}
              label={say('domains.from')}
              hint={say('domains.from-hint')}
              type="date"
              form={dayForm}
              wrong={say('domains.wrong-day')}
              isNeeded
            />
            <VolumesRule file={file} path={[...place, 'volumes']} label={say('domains.volumes')} hint={say('domains.volumes-hint')} />
            <TextRule
              file={file}
              path={[...place, 'beyond', 'address']}
              label={say('domains.beyond')}
              hint={say('domains.beyond-hint')}
              type="email"
              form={mailAddress}
              wrong={say('brand.wrong-address')}
              placeholder="hello@shop.example"
            />
          </div>
        </>
      )}
    </div>
  )
}

const mostDays = 100
const mostMails = 100_000_000

/** Numbers with commas, one for each day. */
function VolumesRule({ file, path, label, hint }: RuleFieldProps) {
  const say = useWords('settings')
  const found = at(file.value, path)
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (Array.isArray(found) ? found.join(', ') : '')
  const read = (text: string): readonly number[] | undefined => {
    const numbers = text.split(/[\s,;]+/).filter((one) => one !== '')
    const isGood = numbers.length <= mostDays && numbers.every((one) => /^[1-9]\d*$/.test(one) && Number(one) <= mostMails)
    return isGood ? numbers.map(Number) : undefined
  }
  const isGood = read(shown) !== undefined
  return (
    <Field label={label} hint={hint} error={isGood ? undefined : say('domains.wrong-volumes', { days: mostDays })}>
      {(parts) => (
        <Input
          {...parts}
          inputMode="text"
          value={shown}
          placeholder={`${usualVolumes.slice(0, 5).join(', ')}, …`}
          readOnly={file.why !== undefined}
          onChange={({ target: { value } }) => {
            setTyped(value)
            const numbers = read(value)
            if (numbers !== undefined) file.set(path, numbers.length === 0 ? undefined : numbers)
          }}
          onBlur={() => isGood && setTyped(undefined)}
        />
      )}
    </Field>
  )
}

function Watch({ file, index }: PartProps) {
  const say = useWords('settings')
  const formats = useFormats()
  const place = ['domains', index, 'watch'] as const
  const isOn = at(file.value, place) !== false
  const share = (what: 'complaints' | 'bounces', deed: 'slow' | 'stop'): string =>
    formats.percent(Number(textAt(file.value, [...place, what, deed]) || usualWatch[what][deed]) / 100)
  const says = (deed: 'slow' | 'stop') => ({ complaints: share('complaints', deed), bounces: share('bounces', deed) })
  const within = formats.span(textAt(file.value, [...place, 'within']) || usualWatch.within)
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={say('domains.watch')}
        hint={say('domains.watch-hint')}
        checked={isOn}
        disabled={file.why !== undefined}
        onChange={(on) => file.set(place, on ? undefined : false)}
      />
      <Sentence>
        {isOn ? `${say('domains.watch-slow', { ...says('slow'), within })} ${say('domains.watch-stop', says('stop'))}` : say('domains.watch-none')}
      </Sentence>
      {isOn && (
        <div className="grid grid-cols-3 gap-4 phone:grid-cols-1">
          {(['complaints', 'bounces'] as const).flatMap((what) =>
            (['slow', 'stop'] as const).map((deed) => (
              <NumberRule
                key={`${what} ${deed}`}
                file={file}
                path={[...place, what, deed]}
                label={say(`domains.${what}-${deed}`)}
                hint={say('domains.usual-percent', { number: usualWatch[what][deed] })}
                min={0.01}
                max={100}
              />
            )),
          )}
          <DurationRule file={file} path={[...place, 'within']} label={say('domains.within')} hint={say('domains.within-hint')} usual={usualWatch.within} />
          <ChoiceRule
            file={file}
            path={[...place, 'resume']}
            label={say('domains.resume')}
            usual={say('rule.usually', { value: say('domains.resumes.by-hand') })}
            choices={(['by-hand', 'when-clean'] as const).map((one) => [one, say(`domains.resumes.${one}`)])}
          />
        </div>
      )}
    </div>
  )
}
