// What can be done with a segment: keep what was typed as a draft, publish it, throw the draft away, remove the segment.

import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, Mail, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../../client/ask.ts'
import type { Problem as Refusal } from '../../client/problem.ts'
import { asProblem } from '../../client/problem.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Menu } from '../../kit/menu.tsx'
import { toast } from '../../kit/toast.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { textWith } from './segment-file.ts'
import type { SegmentEdit } from './segment-page-parts.ts'
import type { OpenSegment } from './use-segment.ts'

interface Props {
  readonly segment: string
  readonly open: OpenSegment
  /** What was typed and not kept yet. */
  readonly edit: SegmentEdit | undefined
  readonly onDone: () => void
}

const refreshes = ['/definitions', '/drafts', '/segments', '/schema']

/** Buttons of the page's head. */
export function SegmentActions({ segment, open, edit, onDone }: Props) {
  const say = useWords('segments')
  const navigate = useNavigate()
  const mayNot = useMay('editor')
  const keep = useTell('PUT /drafts', { refreshes })
  const discard = useTell('POST /drafts/discard', { refreshes })
  const [asks, setAsks] = useState<'nothing' | 'remove' | 'publish' | 'refused'>('nothing')
  const [problem, setProblem] = useState<Refusal>()
  const { file } = open
  const why = mayNot ?? open.locked ?? (file === undefined ? say('no-file') : undefined)
  const close = (isOpen: boolean): void => setAsks(isOpen ? asks : 'nothing')
  /** Keeps the text as the draft; the file is not touched. */
  const write = async (edited: SegmentEdit | undefined): Promise<boolean> => {
    if (file === undefined) return false
    setProblem(undefined)
    try {
      const before = file.drafted?.text ?? file.text ?? ''
      const text = await textWith(
        before,
        segment,
        edited?.condition === undefined ? undefined : { segment, description: edited.description, condition: edited.condition },
      )
      await keep.mutateAsync({ body: { path: file.path, text, revision: file.draft?.revision ?? 0 } })
      return true
    } catch (error) {
      setProblem(asProblem(error))
      setAsks('refused')
      return false
    }
  }
  const save = async (): Promise<boolean> => edit === undefined || (edit.condition !== undefined && (await write(edit)))
  const unsaved = edit?.condition === undefined && edit !== undefined ? say('condition-missing') : undefined
  const nothingNew = edit === undefined && !open.hasDraft && open.inForce !== undefined ? say('nothing-new') : undefined
  return (
    <>
      <Menu
        trigger={
          <IconButton label={say('more')}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          {
            label: say('write-to-them'),
            icon: <Mail aria-hidden />,
            why: mayNot,
            onSelect: () => void navigate({ to: '/journeys/new/mail' as string, search: { segment } as never }),
          },
          {
            label: say('discard'),
            icon: <Undo2 aria-hidden />,
            why: why ?? (open.hasDraft || edit !== undefined ? undefined : say('no-draft')),
            onSelect: () => {
              onDone()
              if (file?.draft != null)
                discard.mutate(
                  { body: { paths: [file.path] } },
                  { onSuccess: () => (open.inForce === undefined ? void navigate({ to: '/segments' as string }) : void toast(say('discarded'))) },
                )
            },
          },
          { label: say('remove'), icon: <Trash2 aria-hidden />, isDanger: true, isApart: true, why, onSelect: () => setAsks('remove') },
        ]}
      />
      <Button
        why={why ?? unsaved ?? (edit === undefined ? say('nothing-typed') : undefined)}
        isBusy={keep.isPending}
        onClick={() =>
          void save().then((isKept) => {
            if (isKept) void toast(say('saved'))
          })
        }
      >
        {say('save')}
      </Button>
      <Button
        kind="primary"
        why={why ?? unsaved ?? nothingNew}
        onClick={() =>
          void save().then((isKept) => {
            if (isKept) setAsks('publish')
          })
        }
      >
        {say('publish')}
      </Button>
      {file !== undefined && asks === 'publish' && <PublishDialog paths={[file.path]} name={segment} onClose={() => setAsks('nothing')} onPublished={onDone} />}
      <ConfirmDialog
        open={asks === 'remove'}
        onOpenChange={close}
        title={say('remove-title', { name: segment })}
        description={
          open.inForce !== undefined && open.inForce.usedIn.length > 0 ? say('remove-used', { count: open.inForce.usedIn.length }) : say('remove-about')
        }
        action={say('remove')}
        isBusy={keep.isPending}
        onConfirm={() =>
          void write(undefined).then((isWritten) => {
            if (isWritten) setAsks('publish')
          })
        }
      />
      <ConfirmDialog
        open={asks === 'refused'}
        onOpenChange={close}
        title={say('not-saved')}
        description={say('not-saved-about')}
        action={say('read-again')}
        kind="primary"
        problem={problem ?? null}
        onConfirm={() => {
          setAsks('nothing')
          void ask('GET /definitions').then(() => discard.reset())
        }}
      />
    </>
  )
}
