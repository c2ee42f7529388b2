// One segment: its rules, which are edited as a draft and published; who is in it; who came and went.

import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { AsJson } from '../../kit/as-json.tsx'
import { Badge } from '../../kit/badge.tsx'
import { buttonClasses } from '../../kit/button.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { isSameJson } from '../conditions/condition-json.ts'
import { ComingAndGoing } from './coming-and-going.tsx'
import { Members } from './members.tsx'
import { SegmentActions } from './segment-actions.tsx'
import type { SegmentEdit } from './segment-page-parts.ts'
import { SegmentRules } from './segment-rules.tsx'
import { useSegment } from './use-segment.ts'
import { UsedIn } from './used-in.tsx'

const tabs = ['rules', 'members', 'days'] as const

/** The page. */
export function SegmentPage() {
  const say = useWords('segments')
  const formats = useFormats()
  const { segment = '' } = useParams({ strict: false }) as { readonly segment?: string }
  const [tab, setTab] = useUrlState('tab', 'rules')
  const open = useSegment(segment)
  const [edit, setEdit] = useState<SegmentEdit>()
  // What is on the screen is what was typed; what the file says takes its place once it says the same, or was never touched.
  useEffect(() => {
    if (edit !== undefined && isSameJson(edit.condition, open.condition) && edit.description === open.description) setEdit(undefined)
  }, [edit, open.condition, open.description])
  if (open.isPending) return <Skeleton lines={3} className="h-24" />
  if (open.isUnknown)
    return (
      <EmptyState
        isPage
        title={say('unknown-title')}
        actions={
          <Link to={'/segments' as string} className={buttonClasses({ kind: 'primary' })}>
            {say('all')}
          </Link>
        }
      >
        {say('unknown', { name: segment })}
      </EmptyState>
    )
  const shown = edit ?? { condition: open.condition, description: open.description }
  const filling = open.inForce?.filling ?? null
  return (
    <>
      <PageHeader
        title={segment}
        description={shown.description === '' ? undefined : shown.description}
        above={<LinkAbove to={'/segments' as string}>{say('title')}</LinkAbove>}
        badges={
          <>
            {open.inForce === undefined ? <Badge kind="accent">{say('draft')}</Badge> : <Badge kind="good">{say('in-force')}</Badge>}
            {open.inForce !== undefined && (open.hasDraft || edit !== undefined) && <Badge kind="accent">{say('changed')}</Badge>}
            {filling !== null && (
              <Badge kind="warn">{say('filling-short', { share: formats.percent(filling.of === 0 ? 1 : filling.done / filling.of) })}</Badge>
            )}
            <CopyButton text={segment} />
            {open.inForce !== undefined && <AsJson value={open.inForce} title={segment} />}
          </>
        }
        actions={<SegmentActions segment={segment} open={open} edit={edit} onDone={() => setEdit(undefined)} />}
      />
      {open.problem !== undefined && <Problem problem={open.problem} className="mb-3" />}
      <Tabs label={segment} tabs={tabs.map((value) => ({ value, label: say(`tab.${value}`) }))} value={tab as (typeof tabs)[number]} onChange={setTab}>
        <TabPanel value="rules">
          <SegmentRules open={open} shown={shown} onChange={setEdit} />
          {open.inForce !== undefined && <UsedIn usedIn={open.inForce.usedIn} />}
        </TabPanel>
        <TabPanel value="members">{open.inForce === undefined ? <p className="text-soft">{say('members-later')}</p> : <Members segment={segment} />}</TabPanel>
        <TabPanel value="days">
          {open.inForce === undefined ? <p className="text-soft">{say('members-later')}</p> : <ComingAndGoing segment={segment} />}
        </TabPanel>
      </Tabs>
    </>
  )
}
