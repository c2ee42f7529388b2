// What the template said before: who published each version and what it changed; any two side by side, as mails and as texts; and the way back, as a draft.

import { Suspense, useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { lazy } from '../../kit/lazy.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import type { Shown } from './shown-with.tsx'
import { StateBadge } from './state-badge.tsx'
import type { TemplateVersion } from './template-version.ts'

const CompareDialog = lazy(async () => ({ default: (await import('./compare-dialog.tsx')).CompareDialog }))

export interface VersionsTabProps {
  readonly template: string
  /** With whom mails are shown. */
  readonly shown: Shown
  /** Whether the folder has it: one that is gone can only come back. */
  readonly isWritten: boolean
  /** Why nothing can be written; undefined when it can. */
  readonly locked: string | undefined
  readonly onRestored: () => void
}

/** The tab. */
export function VersionsTab({ template, shown, isWritten, locked, onRestored }: VersionsTabProps) {
  const say = useWords('templates')
  const { data, error } = useAsk('GET /templates/{template}/versions', { params: { template } })
  const [compared, setCompared] = useUrlState('version')
  const change = useUrlChange()
  const [back, setBack] = useState<TemplateVersion | undefined>()
  if (error !== null) return <Problem problem={error} />
  if (data === undefined) return <Skeleton lines={4} className="h-16" />
  const { versions } = data
  if (versions.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-card">
        <EmptyState title={say('versions.none')}>{say('versions.none-about')}</EmptyState>
      </div>
    )
  }
  return (
    <>
      <ol aria-label={say('tab.versions')} className="m-0 flex list-none flex-col gap-3 p-0">
        {versions.map((one) => (
          <li key={one.version} className="m-0">
            <VersionCard version={one} locked={locked} onCompare={() => setCompared(String(one.version))} onBack={() => setBack(one)} />
          </li>
        ))}
      </ol>
      {versions.some(({ version }) => String(version) === compared) && (
        <Suspense fallback={null}>
          <CompareDialog template={template} shown={shown} versions={versions} isWritten={isWritten} onClose={() => change({ version: '', against: '' })} />
        </Suspense>
      )}
      {back !== undefined && <BringBack template={template} version={back} onClose={() => setBack(undefined)} onDone={onRestored} />}
    </>
  )
}

interface CardProps {
  readonly version: TemplateVersion
  readonly locked: string | undefined
  readonly onCompare: () => void
  readonly onBack: () => void
}

function VersionCard({ version, locked, onCompare, onBack }: CardProps) {
  const say = useWords('templates')
  const formats = useFormats()
  const changed = useChanged(version)
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          {say('versions.version', { number: version.version })}
          {version.isInForce && <StateBadge state="in force" />}
        </span>
      }
      aside={
        <span className="flex gap-2">
          <Button size="small" aria-label={say('versions.compare-one', { number: version.version })} onClick={onCompare}>
            {say('versions.compare')}
          </Button>
          <Button size="small" aria-label={say('versions.back-one', { number: version.version })} why={locked} onClick={onBack}>
            {say('versions.back')}
          </Button>
        </span>
      }
    >
      <p className="font-medium break-words">{version.subject}</p>
      <p className="text-sm text-soft">
        {version.by === null
          ? formats.dateTime(version.at)
          : say(version.by === 'start' ? 'versions.published-at-start' : 'versions.published', { at: formats.dateTime(version.at), by: version.by })}
        {changed !== '' && ` · ${changed}`}
      </p>
    </Card>
  )
}

/** What it changed of the one before, in words. */
function useChanged({ changed, sameAs }: TemplateVersion): string {
  const say = useWords('templates')
  const inWords = useLanguageNames()
  if (sameAs !== null) return say('versions.same-as', { number: sameAs })
  if (changed.length === 0) return ''
  const nameOf = (part: string): string => {
    if (part === 'subject' || part === 'preheader' || part === 'topic') return say(part)
    return part === 'mjml' || part === 'html' ? say(`page.${part}`) : say(part === 'text' ? 'tab.text' : 'tab.settings')
  }
  const names = changed.map(({ part, locale }) => (locale === null ? nameOf(part) : `${nameOf(part)} (${inWords(locale)})`))
  return say('versions.changed', { parts: [...new Set(names)].join(', ') })
}

interface BringBackProps {
  readonly template: string
  readonly version: TemplateVersion
  readonly onClose: () => void
  readonly onDone: () => void
}

function BringBack({ template, version: { version }, onClose, onDone }: BringBackProps) {
  const say = useWords('templates')
  const restore = useTell('POST /templates/{template}/versions/{version}/restore', { refreshes: ['/definitions', '/templates'] })
  // Refused once, it is asked again with the drafts that stand in the way.
  const isRefused = restore.error?.code === 'conflict'
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={say('versions.back-title', { number: version })}
      description={say('versions.back-about')}
      action={say(isRefused ? 'versions.replace' : 'versions.back')}
      kind={isRefused ? 'danger' : 'primary'}
      isBusy={restore.isPending}
      problem={restore.error}
      onConfirm={() =>
        restore.mutate(
          { params: { template, version }, body: { replaceDrafts: isRefused } },
          {
            onSuccess: ({ restored }) => {
              toast(say(restored.length === 0 ? 'versions.is-same' : 'versions.brought-back', { number: version }))
              onClose()
              onDone()
            },
          },
        )
      }
    />
  )
}
