// The versions of a mail that are tried: what they differ in, and of that what each of them says, one below the other, so that they are compared while they are
// written. What they have in common is the mail's and is not asked.

import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../../client/ask.ts'
import { useAsk } from '../../../client/use-ask.ts'
import { Button, IconButton } from '../../../kit/button.tsx'
import { Checkbox } from '../../../kit/check.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Input } from '../../../kit/input.tsx'
import { useLanguageNames } from '../../../words/language-names.ts'
import { useWords } from '../../../words/words.ts'
import { useTyped } from '../forms/fields/use-typed.ts'
import { type Difference, differences, differsIn, mostVariants, nothingSaid, type Tries, type VariantSaid, variantName } from './variants.ts'

type Template = AnswerOf<'GET /templates'>['templates'][number]

export interface VersionFieldsProps {
  readonly tries: Tries
  /** The mail that all get. */
  readonly mail: string
  readonly onChange: (values: Partial<Tries>) => void
  readonly error: string | undefined
}

/** The fields. */
export function VersionFields({ tries, mail, onChange, error }: VersionFieldsProps) {
  const say = useWords('mailing')
  const templates = useAsk('GET /templates', { query: {} }).data?.templates ?? []
  const { variants, otherwise } = tries
  const differs = differsIn(tries)
  const put = (next: readonly VariantSaid[]): void => {
    const names = next.map((_, index) => variantName(index))
    onChange({ variants: next, differs, otherwise: names.includes(otherwise) ? otherwise : 'A' })
  }
  const remove = (index: number): ReactNode =>
    variants.length > 2 && (
      <IconButton label={say('try.remove', { name: variantName(index) })} onClick={() => put(variants.toSpliced(index, 1))}>
        <X aria-hidden />
      </IconButton>
    )
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="m-0 flex min-w-0 flex-col gap-1 border-0 p-0">
        <legend className="mb-1 p-0 text-sm font-medium">{say('try.differs')}</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1.5 phone:gap-y-0">
          {differences.map((one) => (
            <Checkbox
              key={one}
              label={say(`try.${one}`)}
              checked={differs.includes(one)}
              onChange={(isChosen) => onChange({ differs: differences.filter((other) => (other === one ? isChosen : differs.includes(other))) })}
            />
          ))}
        </div>
        {differs.length > 1 && <p className="text-sm text-soft">{say('try.one-at-a-time')}</p>}
      </fieldset>
      {differs.map((one, place) => (
        <OfAll
          key={one}
          what={one}
          variants={variants}
          mail={mail}
          templates={templates}
          onChange={(index, values) => put(variants.with(index, { ...(variants[index] ?? nothingSaid), ...values }))}
          beside={place === 0 ? remove : () => null}
        />
      ))}
      {error !== undefined && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
      {variants.length < mostVariants && differs.length > 0 && (
        <div>
          <Button size="small" icon={<Plus aria-hidden />} onClick={() => put([...variants, nothingSaid])}>
            {say('try.add')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface OfAllProps {
  readonly what: Difference
  readonly variants: readonly VariantSaid[]
  readonly mail: string
  readonly templates: readonly Template[]
  readonly onChange: (index: number, values: Partial<VariantSaid>) => void
  /** Stands behind the field of a version. */
  readonly beside: (index: number) => ReactNode
}

/** One thing that they differ in, of all of them. */
function OfAll({ what, variants, mail, templates, onChange, beside }: OfAllProps) {
  const say = useWords('mailing')
  const languageOf = useLanguageNames()
  const own = variants.map(({ template }) => templates.find((one) => one.template === (template === '' ? mail : template)))
  const languages = what === 'subject' || what === 'preheader' ? [...new Set(own.flatMap((one) => one?.locales ?? []))] : []
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-1.5 border-0 p-0">
      <legend className="mb-1 p-0 text-sm font-medium">{say(`try.${what}`)}</legend>
      {variants.map((said, index) => (
        <Row key={variantName(index)} index={index} beside={beside(index)}>
          {what === 'template' ? (
            <Combobox
              label={say('try.of', { name: variantName(index), what: say('try.template') })}
              className="min-w-0 flex-1"
              value={said.template}
              placeholder={mail}
              suggestions={templates.map((one) => ({ value: one.template, detail: one.subject }))}
              onChange={(template) => onChange(index, { template })}
            />
          ) : (
            <Line
              label={say('try.of', { name: variantName(index), what: say(`try.${what}`) })}
              placeholder={what === 'subject' ? own[index]?.subject : undefined}
              most={most[what]}
              value={said[what]}
              onChange={(next) => onChange(index, { [what]: next })}
            />
          )}
        </Row>
      ))}
      {languages.map((language) => (
        <div key={language} className="flex flex-col gap-1.5">
          <p className="mt-1 text-sm text-soft">{languageOf(language)}</p>
          {variants.map((said, index) =>
            own[index]?.locales.includes(language) !== true || what === 'sender' || what === 'template' ? null : (
              <Row key={variantName(index)} index={index}>
                <Line
                  label={say('try.of', { name: variantName(index), what: say(`try.${what}-in`, { language: languageOf(language) }) })}
                  most={most[what]}
                  value={said[`${what}s`][language] ?? ''}
                  onChange={(next) => onChange(index, { [`${what}s`]: { ...said[`${what}s`], [language]: next } })}
                />
              </Row>
            ),
          )}
        </div>
      ))}
      <p className="text-sm text-soft">{say(`try.${what}-hint`)}</p>
    </fieldset>
  )
}

/** Characters. */
const most = { subject: 998, preheader: 300, sender: 200 } as const

/** The letter of the version before its field. */
function Row({ index, beside, children }: { readonly index: number; readonly beside?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex items-center gap-2">
      <span aria-hidden className="w-4 shrink-0 text-center text-base font-semibold">
        {variantName(index)}
      </span>
      {children}
      {beside}
    </div>
  )
}

interface LineProps {
  readonly label: string
  readonly placeholder?: string | undefined
  readonly value: string
  /** Characters. */
  readonly most: number
  readonly onChange: (line: string) => void
}

/** The mail beside it is made anew once somebody rests. */
function Line({ label, placeholder, value, most: longest, onChange }: LineProps) {
  const typed = useTyped(value, onChange)
  return (
    <Input
      aria-label={label}
      placeholder={placeholder}
      value={typed.now}
      maxLength={longest}
      autoComplete="off"
      className="min-w-0 flex-1"
      onChange={({ target }) => typed.change(target.value)}
      onBlur={typed.done}
    />
  )
}
