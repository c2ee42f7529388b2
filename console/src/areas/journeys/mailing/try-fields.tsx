// Whether versions of the mail are tried on some people first: the switch, each version with what inboxes show of it, and how the one is chosen that the others get.

import { Plus, X } from 'lucide-react'
import { useAsk } from '../../../client/use-ask.ts'
import { Button, IconButton } from '../../../kit/button.tsx'
import { Switch } from '../../../kit/check.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input } from '../../../kit/input.tsx'
import { useFormats } from '../../../words/formats.ts'
import { useLanguageNames } from '../../../words/language-names.ts'
import { useWords } from '../../../words/words.ts'
import { useTyped } from '../forms/fields/use-typed.ts'
import { TrialFields } from '../trial/trial-fields.tsx'
import type { MailingForm, Missing } from './use-mailing.ts'
import type { Reached } from './use-reach.ts'
import { expectedOf, mostVariants, nothingSaid, type Tries, triesBegin, type VariantSaid, variantName } from './variants.ts'

export interface TryFieldsProps {
  readonly form: MailingForm
  readonly reached: Reached
  readonly errorOf: (...kinds: readonly Missing[]) => string | undefined
}

/** Fewer mails tell nothing; the engine chooses nothing by them. */
const fewest = 100

/** The fields. */
export function TryFields({ form: { said, change }, reached, errorOf }: TryFieldsProps) {
  const say = useWords('mailing')
  const { tries } = said
  const put = (make: (before: Tries) => Partial<Tries>): void =>
    change(({ tries: before }) => (before === undefined ? {} : { tries: { ...before, ...make(before) } }))
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={say('try.switch')}
        hint={say('try.hint')}
        checked={tries !== undefined}
        onChange={(isOn) => change({ tries: isOn ? triesBegin : undefined })}
      />
      {tries !== undefined && (
        <Versions tries={tries} mail={said.template} onChange={(values) => put(() => values)} error={errorOf('variants-same', 'variant-template')} />
      )}
      {tries !== undefined && (
        <>
          <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
            <TrialFields
              value={tries}
              onChange={(field, value) => put(() => ({ [field]: value }))}
              onWrong={(field, isWrong) => put(({ wrong = [] }) => ({ wrong: [...wrong.filter((one) => one !== field), ...(isWrong ? [field] : [])] }))}
              variants={tries.variants.map((_, index) => variantName(index))}
              isLocked={false}
              errorOf={(field) => (field === 'by' ? errorOf('trial-goal') : undefined)}
            />
          </div>
          {errorOf('trial-clock') !== undefined && (
            <p role="alert" className="text-sm text-bad">
              {errorOf('trial-clock')}
            </p>
          )}
          <Expected tries={tries} reached={reached} />
        </>
      )}
    </div>
  )
}

interface VersionsProps {
  readonly tries: Tries
  /** The mail that all get. */
  readonly mail: string
  readonly onChange: (values: Partial<Tries>) => void
  readonly error: string | undefined
}

function Versions({ tries: { variants, otherwise }, mail, onChange, error }: VersionsProps) {
  const say = useWords('mailing')
  const put = (next: readonly VariantSaid[]): void => {
    const names = next.map((_, index) => variantName(index))
    onChange({ variants: next, otherwise: names.includes(otherwise) ? otherwise : 'A' })
  }
  return (
    <div className="flex flex-col gap-3">
      {variants.map((one, index) => (
        <fieldset key={variantName(index)} className="m-0 flex min-w-0 flex-col gap-3 rounded-md border border-line p-3">
          <legend className="sr-only">{say('try.version', { name: variantName(index) })}</legend>
          <div className="flex items-center justify-between">
            <span className="text-base font-semibold" aria-hidden>
              {say('try.version', { name: variantName(index) })}
            </span>
            {variants.length > 2 && (
              <IconButton size="small" label={say('try.remove', { name: variantName(index) })} onClick={() => put(variants.toSpliced(index, 1))}>
                <X aria-hidden />
              </IconButton>
            )}
          </div>
          <Version said={one} mail={mail} onChange={(values) => put(variants.with(index, { ...one, ...values }))} />
        </fieldset>
      ))}
      {error !== undefined && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
      {variants.length < mostVariants && (
        <div>
          <Button size="small" icon={<Plus aria-hidden />} onClick={() => put([...variants, nothingSaid])}>
            {say('try.add')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface VersionProps {
  readonly said: VariantSaid
  readonly mail: string
  readonly onChange: (values: Partial<VariantSaid>) => void
}

function Version({ said, mail, onChange }: VersionProps) {
  const say = useWords('mailing')
  const languageOf = useLanguageNames()
  const templates = useAsk('GET /templates', { query: {} }).data?.templates ?? []
  const { template } = said
  const own = templates.find((one) => one.template === (template === '' ? mail : template))
  const line = (kind: 'subject' | 'preheader', { most, hint }: { readonly most: number; readonly hint?: string }) => (
    <>
      <LineField label={say(`try.${kind}`)} hint={hint} most={most} value={said[kind]} onChange={(next) => onChange({ [kind]: next })} />
      {(own?.locales ?? []).map((language) => (
        <LineField
          key={language}
          label={say(`try.${kind}-in`, { language: languageOf(language) })}
          most={most}
          value={said[`${kind}s`][language] ?? ''}
          onChange={(next) => onChange({ [`${kind}s`]: { ...said[`${kind}s`], [language]: next } })}
        />
      ))}
    </>
  )
  return (
    <>
      {line('subject', { most: 998, ...(own === undefined || said.subject !== '' ? {} : { hint: say('try.subject-hint', { subject: own.subject }) }) })}
      {line('preheader', { most: 300, hint: say('try.preheader-hint') })}
      <LineField label={say('try.sender')} hint={say('try.sender-hint')} most={200} value={said.sender} onChange={(sender) => onChange({ sender })} />
      <Field label={say('try.mail')} hint={say('try.mail-hint')} optional={say('optional')}>
        {(parts) => (
          <Combobox
            {...parts}
            value={template}
            suggestions={templates.map((one) => ({ value: one.template, detail: one.subject }))}
            onChange={(next) => onChange({ template: next })}
          />
        )}
      </Field>
    </>
  )
}

interface LineProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly value: string
  /** Characters. */
  readonly most: number
  readonly onChange: (line: string) => void
}

/** The mail beside it is made anew once somebody rests. */
function LineField({ label, hint, value, most, onChange }: LineProps) {
  const typed = useTyped(value, onChange)
  return (
    <Field label={label} hint={hint}>
      {(parts) => (
        <Input {...parts} value={typed.now} maxLength={most} autoComplete="off" onChange={({ target }) => typed.change(target.value)} onBlur={typed.done} />
      )}
    </Field>
  )
}

/** How many that would be, and whether it is enough to tell. */
function Expected({ tries, reached }: { readonly tries: Tries; readonly reached: Reached }) {
  const say = useWords('mailing')
  const formats = useFormats()
  const sent = reached.count?.reach?.sent
  if (sent === undefined) return null
  const expected = expectedOf(tries, sent)
  return (
    <p
      className={expected === undefined || expected.each < fewest ? 'rounded-md bg-warn-tint px-3 py-2 text-base text-warn' : 'text-base text-soft'}
      aria-live="polite"
    >
      {expected === undefined ? say('try.nobody-left') : say('try.expected', { count: expected.each, rest: formats.number(expected.rest) })}{' '}
      {expected !== undefined && expected.each < fewest && say('try.too-few', { fewest })}
    </p>
  )
}
