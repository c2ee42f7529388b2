// What is kept of sent messages and for how long, and what events mean here: those that make up the cart, when a visit is over, and how late an event may
// come and still begin a journey.

import { useAsk } from '../../client/use-ask.ts'
import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { NamesRule, namesAt } from './names-rule.tsx'
import { ChoiceRule, DurationRule, Sentence } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { at, textAt } from './workspace-value.ts'

/** The form. */
export function KeepingForm({ file }: { readonly file: WorkspaceFile }) {
  return (
    <div className="flex flex-col gap-4">
      <ArchiveCard file={withArchiveAsKeys(file)} />
      <CartCard file={file} />
      <TimesCard file={file} />
    </div>
  )
}

const kept = ['whole', 'without-body', 'none'] as const
const wholeDays = ['d', 'w'] as const

function ArchiveCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const formats = useFormats()
  const keep = kept.find((one) => one === textAt(file.value, ['archive', 'keep'])) ?? 'whole'
  const ageOf = (purpose: string): string => formats.span(textAt(file.value, ['archive', purpose]) || '365d')
  const age = { file, units: wholeDays, usual: '365d' } as const
  return (
    <Card title={say('archive.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-base text-soft">{say('archive.about')}</p>
        <Sentence>
          {say(`archive.says.${keep}`)} {keep !== 'none' && say('archive.says-ages', { advertising: ageOf('advertising'), needed: ageOf('transactional') })}
        </Sentence>
        <div className="grid grid-cols-3 gap-4 phone:grid-cols-1">
          <ChoiceRule
            file={file}
            path={['archive', 'keep']}
            label={say('archive.keep')}
            hint={say('archive.keep-hint')}
            usual={say('rule.usually', { value: say('archive.kept.whole') })}
            choices={kept.map((one) => [one, say(`archive.kept.${one}`)])}
          />
          <DurationRule {...age} path={['archive', 'advertising']} label={say('archive.advertising')} hint={say('archive.advertising-hint')} />
          <DurationRule {...age} path={['archive', 'transactional']} label={say('archive.transactional')} hint={say('archive.transactional-hint')} />
        </div>
      </div>
    </Card>
  )
}

/** `archive: none` is short for `archive: { keep: none }`: the form knows the long one, and keeps the short one where it says all. */
function withArchiveAsKeys(file: WorkspaceFile): WorkspaceFile {
  const short = at(file.value, ['archive'])
  if (typeof short !== 'string' || file.value === undefined) return file
  return {
    ...file,
    value: { ...file.value, archive: { keep: short } },
    set(path, value) {
      const key = String(path[1])
      if (key === 'keep') file.set(['archive'], value)
      else if (value !== undefined) file.set(['archive'], { keep: short, [key]: value })
    },
  }
}

const cart = { added: 'Product Added', removed: 'Product Removed', cleared: 'Cart Cleared', ordered: 'Order Completed' } as const
const cartKeys = ['added', 'removed', 'cleared', 'ordered'] as const
const mostNames = 20

function CartCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const formats = useFormats()
  const schema = useAsk('GET /schema', {})
  const arrived = (schema.data?.events ?? []).map(({ name, count }) => ({ value: name, detail: formats.number(count) }))
  const named = (key: (typeof cartKeys)[number]): string => {
    const own = namesAt(file.value, ['events', key])
    return formats.list((own.length === 0 ? [cart[key]] : own).map((name) => say('cart.name', { name })))
  }
  return (
    <Card title={say('cart.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-base text-soft">{say('cart.about')}</p>
        <Sentence>{say('cart.says', { added: named('added'), removed: named('removed'), cleared: named('cleared'), ordered: named('ordered') })}</Sentence>
        <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
          {cartKeys.map((key) => (
            <NamesRule
              key={key}
              file={file}
              path={['events', key]}
              label={say(`cart.event.${key}`)}
              hint={say(`cart.hint.${key}`)}
              suggestions={arrived}
              usual={cart[key]}
              placeholder={say('cart.placeholder')}
              most={mostNames}
            />
          ))}
        </div>
      </div>
    </Card>
  )
}

function TimesCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const formats = useFormats()
  const gap = formats.span(textAt(file.value, ['sessionGap']) || '30m')
  const age = formats.span(textAt(file.value, ['maxAge']) || '1h')
  return (
    <Card title={say('times.title')}>
      <div className="flex flex-col gap-4">
        <Sentence>{say('times.says', { gap, age })}</Sentence>
        <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
          <DurationRule file={file} path={['sessionGap']} label={say('times.session')} hint={say('times.session-hint')} usual="30m" />
          <DurationRule file={file} path={['maxAge']} label={say('times.late')} hint={say('times.late-hint')} usual="1h" />
        </div>
      </div>
    </Card>
  )
}
