// Whether versions of the mail are tried on some people first: the switch, the versions, and how the one is chosen that the others get.

import { Switch } from '../../../kit/check.tsx'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import { TrialFields } from '../trial/trial-fields.tsx'
import type { MailingForm, Missing } from './use-mailing.ts'
import type { Reached } from './use-reach.ts'
import { expectedOf, type Tries, triesBegin, variantName } from './variants.ts'
import { VersionFields } from './version-fields.tsx'

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
        <VersionFields tries={tries} mail={said.template} onChange={(values) => put(() => values)} error={errorOf('variants-same', 'variant-template')} />
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
