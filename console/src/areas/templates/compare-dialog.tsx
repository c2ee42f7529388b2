// Two versions of a template side by side: the two mails as the same reader would get them, and their texts with what changed. One of them may be what is written now.

import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { DiffView } from '../../kit/diff-view.tsx'
import { Select } from '../../kit/input.tsx'
import { likelyHeight, MailFrame } from '../../kit/mail-frame.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import type { Shown } from './shown-with.tsx'
import type { TemplateVersion } from './template-version.ts'

export interface CompareDialogProps {
  readonly template: string
  readonly shown: Shown
  readonly versions: readonly TemplateVersion[]
  readonly isWritten: boolean
  readonly onClose: () => void
}

const likelyWidth = 560

/** The dialog; which two, stands in the address. */
export function CompareDialog({ template, shown, versions, isWritten, onClose }: CompareDialogProps) {
  const say = useWords('templates')
  const [older, setOlder] = useUrlState('version')
  const [newer, setNewer] = useUrlState('against', isWritten ? 'folder' : String(versions[0]?.version ?? ''))
  const [view, setView] = useUrlState('compare', 'mails')
  const name = (version: string): string => (version === 'folder' ? say('versions.now') : say('versions.version', { number: version }))
  const choice = (label: string, value: string, onChange: (next: string) => void) => (
    <span className="w-56 phone:w-full">
      <Select aria-label={label} value={value} onChange={({ target }) => onChange(target.value)}>
        {isWritten && <option value="folder">{say('versions.now')}</option>}
        {versions.map(({ version }) => (
          <option key={version} value={String(version)}>
            {name(String(version))}
          </option>
        ))}
      </Select>
    </span>
  )
  const sides = { template, older, newer }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="full"
      title={say('versions.compare-title', { template })}
      description={say('versions.compare-about')}
      // Behind a frame the keyboard would leave the window: the last stop is one of its own.
      actions={<Button onClick={onClose}>{say('versions.compare-done')}</Button>}
    >
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <Tabs
          look="box"
          label={say('versions.compare')}
          value={view === 'texts' ? 'texts' : 'mails'}
          onChange={setView}
          tabs={[
            { value: 'mails', label: say('versions.mails') },
            { value: 'texts', label: say('versions.texts') },
          ]}
        />
        <span className="flex flex-wrap items-center gap-2">
          {choice(say('versions.left'), older, setOlder)}
          <span aria-hidden className="phone:hidden">
            →
          </span>
          {choice(say('versions.right'), newer, setNewer)}
        </span>
      </div>
      {view === 'texts' ? (
        <Texts {...sides} />
      ) : (
        <div className="grid grid-cols-2 gap-4 pb-3 phone:grid-cols-1">
          <OneMail template={template} shown={shown} version={older} name={name(older)} />
          <OneMail template={template} shown={shown} version={newer} name={name(newer)} />
        </div>
      )}
    </Dialog>
  )
}

interface OneMailProps {
  readonly template: string
  readonly shown: Shown
  readonly version: string
  readonly name: string
}

const none: AnswerOf<'POST /templates/{template}/preview'>['problems'] = []

function OneMail({ template, shown, version, name }: OneMailProps) {
  const say = useWords('templates')
  const which = version === 'folder' ? {} : { version: Number(version) }
  const { data, error } = useAsk('POST /templates/{template}/preview', { params: { template }, body: { ...shown, ...which } })
  const [problem] = useInWords(data?.problems ?? none)
  const mail = data?.mail ?? null
  return (
    <section aria-label={name} className="min-w-0">
      <h3 className="text-base font-semibold">{name}</h3>
      {error !== null && <Problem problem={error} />}
      {data === undefined && error === null && <Skeleton lines={6} className="h-8" />}
      {data !== undefined && mail === null && <p className="rounded-md bg-warn-tint px-3 py-2 text-warn">{problem?.message ?? say('versions.no-mail')}</p>}
      {mail !== null && data?.page != null && (
        <>
          <p className="mb-2 break-words text-soft">{mail.subject}</p>
          <div className="rounded-md border border-line bg-sunken p-2">
            <MailFrame page={data.page} pictures="own" scheme="light" title={name} height={likelyHeight(mail.html, mail.text, likelyWidth)} />
          </div>
        </>
      )}
    </section>
  )
}

function Texts({ template, older, newer }: { readonly template: string; readonly older: string; readonly newer: string }) {
  const say = useWords('templates')
  const left = useAsk('GET /templates/{template}/versions/{version}', { params: { template, version: versionOf(older) } })
  const right = useAsk('GET /templates/{template}/versions/{version}', { params: { template, version: versionOf(newer) } })
  const error = left.error ?? right.error
  if (error !== null) return <Problem problem={error} />
  if (left.data === undefined || right.data === undefined) return <Skeleton lines={8} className="h-8" />
  const [before, after] = [textsOf(left.data), textsOf(right.data)]
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
  if (changed.length === 0) return <p className="py-6 text-center text-soft">{say('versions.no-difference')}</p>
  const nameOf = (key: string): string => {
    const [part = '', locale = ''] = key.split(' ')
    const name = part === 'settings' || part === 'text' ? say(`tab.${part}`) : say(`page.${part}`)
    return locale === '' ? name : `${name} (${locale})`
  }
  return (
    <div className="flex flex-col gap-4 pb-3">
      {changed.map((key) => (
        <section key={key} aria-label={nameOf(key)}>
          <h3 className="mb-1 text-base font-semibold">{nameOf(key)}</h3>
          <DiffView
            label={nameOf(key)}
            before={before.get(key) ?? ''}
            after={after.get(key) ?? ''}
            language={key === 'settings' ? 'yaml' : 'text'}
            className="max-h-[60dvh]"
          />
        </section>
      ))}
    </div>
  )
}

function versionOf(chosen: string): number | 'folder' {
  return chosen === 'folder' ? chosen : Number(chosen)
}

interface Source {
  readonly settings: string
  readonly parts: readonly { readonly part: string; readonly locale: string | null; readonly text: string }[]
}

function textsOf({ settings, parts }: Source): ReadonlyMap<string, string> {
  return new Map([['settings', settings], ...parts.map(({ part, locale, text }) => [locale === null ? part : `${part} ${locale}`, text] as const)])
}
