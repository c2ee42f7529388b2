// The versions of a journey: who published each, what it changed, who is still inside; any two side by side, and the way back to an older one.

import { useState } from 'react'
import { stringify } from 'yaml'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { DiffView } from '../../kit/diff-view.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ChangeList } from './changes/change-list.tsx'

type Version = AnswerOf<'GET /journeys/{journey}/versions'>['versions'][number]

/** The tab. */
export function VersionsTab({ journey, isLive, onRolledBack }: { readonly journey: string; readonly isLive: boolean; readonly onRolledBack: () => void }) {
  const say = useWords('journeys')
  const asked = useAsk('GET /journeys/{journey}/versions', { params: { journey } }, { when: isLive })
  const [compared, setCompared] = useState<Version | undefined>(undefined)
  const [back, setBack] = useState<Version | undefined>(undefined)
  if (!isLive) return <EmptyState title={say('versions.none')}>{say('versions.none-about')}</EmptyState>
  if (asked.error !== null) return <Problem problem={asked.error} />
  if (asked.data === undefined) return <Skeleton lines={5} className="h-16" />
  const { versions } = asked.data
  const live = versions.find(({ status }) => status === 'live')
  return (
    <>
      <ol className="m-0 flex list-none flex-col gap-3 p-0">
        {versions.map((one) => (
          <li key={one.version} className="m-0">
            <VersionCard version={one} isNewest={one === versions[0]} live={live} onCompare={setCompared} onBack={setBack} />
          </li>
        ))}
      </ol>
      {compared !== undefined && (
        <Dialog
          open
          onOpenChange={() => setCompared(undefined)}
          size="wide"
          title={say('versions.compare-title', { from: compared.version, to: live?.version })}
          description={say('versions.compare-about')}
        >
          <DiffView
            label={say('versions.compare')}
            before={textOf(compared)}
            after={live === undefined ? '' : textOf(live)}
            language="yaml"
            className="h-[60vh]"
          />
        </Dialog>
      )}
      {back !== undefined && (
        <RollBack journey={journey} version={back} onClose={() => setBack(undefined)} onDone={() => void asked.refetch().then(onRolledBack)} />
      )}
    </>
  )
}

function textOf({ definition }: Version): string {
  return stringify(definition, { lineWidth: 0 })
}

interface CardProps {
  readonly version: Version
  readonly isNewest: boolean
  readonly live: Version | undefined
  readonly onCompare: (version: Version) => void
  readonly onBack: (version: Version) => void
}

function VersionCard({ version, live, onCompare, onBack }: CardProps) {
  const say = useWords('journeys')
  const formats = useFormats()
  const mayNot = useMay('editor')
  const { status } = version
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {say('version', { number: version.version })}
          <Badge kind={status === 'live' ? 'good' : status === 'past' ? 'plain' : 'accent'}>{say(`versions.status.${status}`)}</Badge>
        </span>
      }
      aside={
        status !== 'live' && (
          <span className="flex gap-2">
            <Button size="small" onClick={() => onCompare(version)} disabled={live === undefined}>
              {say('versions.compare')}
            </Button>
            <Button size="small" why={mayNot} onClick={() => onBack(version)}>
              {say('versions.back')}
            </Button>
          </span>
        )
      }
    >
      <p className="text-sm text-soft">
        {version.publishedAt === null
          ? say('versions.long-ago')
          : say(version.by === 'start' ? 'versions.published-at-start' : 'versions.published', {
              at: formats.dateTime(version.publishedAt),
              by: version.by ?? '',
            })}{' '}
        · {say('versions.counts', { entered: formats.number(version.entered), inside: formats.number(version.inside) })}
      </p>
      {version.changes.length > 0 && (
        <div className="mt-2">
          <ChangeList changes={version.changes} />
        </div>
      )}
    </Card>
  )
}

function RollBack({
  journey,
  version,
  onClose,
  onDone,
}: {
  readonly journey: string
  readonly version: Version
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const say = useWords('journeys')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Refusal | null>(null)
  const roll = async (): Promise<void> => {
    setBusy(true)
    try {
      await ask('POST /publish', { body: { journey, rollbackTo: version.version } })
      const { state, problem: why } = await ask('GET /publish', { query: { wait: 60 } })
      if (state === 'refused') throw new Error(why ?? '')
      toast(say('versions.rolled-back', { number: version.version }))
      onDone()
      onClose()
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={say('versions.back-title', { number: version.version })}
      description={say('versions.back-about')}
      action={say('versions.back')}
      kind="primary"
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void roll()}
    />
  )
}
