// A new segment: a name, what it is for, and who is in it. It is kept as a draft of its own file until it is published.

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { pathOfNew } from '../../shell/path-of-new.ts'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { ConditionBuilder, type ConditionJson } from '../conditions/condition-builder.tsx'
import { examples } from '../conditions/examples.ts'
import { textOfNew } from './segment-file.ts'

/** The page. */
export function NewSegmentPage() {
  const say = useWords('segments')
  const navigate = useNavigate()
  const why = useMay('editor')
  const [example] = useUrlState('example')
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [condition, setCondition] = useState<ConditionJson | undefined>(() => examples.find(({ key }) => key === example)?.condition)
  const [isTried, setTried] = useState(false)
  const folder = useAsk('GET /definitions', {})
  const keep = useTell('PUT /drafts', { refreshes: ['/definitions', '/drafts', '/segments'] })
  const segment = name.trim()
  const isTaken = folder.data?.files.some(({ holds }) => holds.some((one) => one.kind === 'segment' && one.name === segment)) === true
  const isFileThere = folder.data?.files.some(({ path }) => path === pathOfNew('segments', segment)) === true
  const nameError = segment === '' ? (isTried ? say('name-missing') : undefined) : isTaken || isFileThere ? say('name-taken') : undefined
  const save = async (): Promise<void> => {
    setTried(true)
    if (segment === '' || isTaken || isFileThere || condition === undefined) return
    const text = await textOfNew({ segment, description, condition })
    keep.mutate(
      { body: { path: pathOfNew('segments', segment), text, revision: 0 } },
      {
        onSuccess: () => {
          void toast(say('saved'))
          void navigate({ to: '/segments/$segment' as string, params: { segment } as never })
        },
      },
    )
  }
  return (
    <>
      <PageHeader
        title={say('new-title')}
        about={say('new-about')}
        above={<LinkAbove to={'/segments' as string}>{say('title')}</LinkAbove>}
        actions={
          <Button kind="primary" why={why ?? folder.data?.locked ?? undefined} isBusy={keep.isPending} onClick={() => void save()}>
            {say('save')}
          </Button>
        }
      />
      {keep.error && <Problem problem={keep.error} className="mb-3" />}
      <div className="mb-4 grid max-w-3xl gap-4 md:grid-cols-2">
        <Field label={say('name')} hint={say('name-hint')} error={nameError}>
          {(parts) => <Input {...parts} value={name} maxLength={256} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={say('description')} hint={say('description-hint')} optional>
          {(parts) => <Input {...parts} value={description} maxLength={500} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
      </div>
      <h2 className="mb-2 text-lg font-semibold">{say('who')}</h2>
      {isTried && condition === undefined && (
        <p role="alert" className="mb-2 text-sm text-bad">
          {say('condition-missing')}
        </p>
      )}
      <ConditionBuilder value={condition} onChange={setCondition} place="segment" aside="beside" label={say('who')} />
    </>
  )
}
