// A mail built from blocks. The text of the page is the only truth: every change is a change of that text at one place, and whatever somebody wrote by hand is
// there as they wrote it. Undo goes back through these texts.

import { Redo2, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from '../../../kit/button.tsx'
import { EmptyState } from '../../../kit/empty-state.tsx'
import { useWords } from '../../../words/words.ts'
import type { ConditionJson } from '../../conditions/condition-builder.tsx'
import { SlotList } from './block-list.tsx'
import type { BlockConditions } from './condition-fields.tsx'
import { doubled, type Edited, inserted, moved, removed, replaced, unwrapped, wrapped } from './edit-page.ts'
import { BlocksContext, type BlocksEditing } from './editor-context.ts'
import { nextPlace } from './moves.ts'
import { newPiece, newRow } from './new-blocks.ts'
import { allBlocks, type Block, outlineOf } from './outline.ts'
import { type Picking, PickingContext } from './pick-dialog.tsx'
import { type Placeholder, PlaceholdersContext } from './placeholder-dialog.tsx'
import { readShownIf } from './show-if.ts'
import { ShowIfDialog } from './show-if-dialog.tsx'
import { useDrag } from './use-drag.ts'

export interface BlocksEditorProps {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly isLocked: boolean
  readonly placeholders: readonly Placeholder[]
  /** Names of partials that sections can be taken from. */
  readonly shared: readonly string[]
  readonly onOpenShared: (name: string) => void
  /** The conditions of the template that blocks may ask. */
  readonly conditions: BlockConditions
  readonly onCondition: (condition: { readonly name: string; readonly value: ConditionJson }) => void
  /** What the template looks up in the catalogue. */
  readonly picking: Picking
  /** To the page as MJML. */
  readonly onOpenCode: () => void
}

/** The editor. */
export function BlocksEditor(props: BlocksEditorProps) {
  const { text, isLocked, placeholders, shared, conditions, onCondition, picking, onOpenShared, onOpenCode } = props
  const say = useWords('templates')
  const outline = useMemo(() => outlineOf(text), [text])
  const past = usePast(props)
  const [selected, setSelected] = useState<number | undefined>()
  const [asked, setAsked] = useState<Block | undefined>()
  const [said, setSaid] = useState('')
  const box = useRef<HTMLDivElement>(null)
  /** The handle that keeps the focus while its block goes from place to place. */
  const focused = useRef<number | undefined>(undefined)
  /** The block that was just opened, or the place from which one was taken: whoever works by keyboard goes on there. */
  const arrived = useRef<{ readonly at: number; readonly how: 'new' | 'opened' | 'gone' } | undefined>(undefined)
  const take = (edited: Edited | undefined, isOpened = true): void => {
    if (edited === undefined) return
    past.change(edited.source)
    setSelected(isOpened ? edited.at : undefined)
    if (isOpened) arrived.current = { at: edited.at, how: 'opened' }
  }
  const drag = useDrag(box, outline, (block, place) => take(moved(text, block, place), false))
  useEffect(() => {
    if (focused.current === undefined || outline === undefined) return
    const block = allBlocks(outline).find(({ begin }) => begin === focused.current)
    focused.current = undefined
    if (block !== undefined) box.current?.querySelector<HTMLElement>(`[data-handle="${block.path}"]`)?.focus()
  }, [outline])
  useEffect(() => {
    const { current: place } = arrived
    arrived.current = undefined
    if (place !== undefined && outline !== undefined && box.current !== null) focusBlock(box.current, allBlocks(outline), place)
  }, [outline])
  if (outline === undefined) {
    return (
      <div className="rounded-lg border border-line bg-card">
        <EmptyState title={say('blocks.unclear')} actions={<Button onClick={onOpenCode}>{say('blocks.open-code')}</Button>}>
          {say('blocks.unclear-about')}
        </EmptyState>
      </div>
    )
  }
  const words = {
    heading: say('blocks.first.heading'),
    text: say('blocks.first.text'),
    button: say('blocks.first.button'),
    unsubscribe: say('blocks.first.unsubscribe'),
  }
  const page = { source: text, outline }
  const editing: BlocksEditing = {
    source: text,
    outline,
    selected,
    isLocked,
    shared,
    hasCode: placeholders.some(({ path }) => path === 'code'),
    select: (block) => setSelected(block?.begin),
    edit: (next) => past.change(next, `typed ${selected}`),
    add: (slot, index, what) => {
      const block =
        'piece' in what ? newPiece(what.piece, page, words) : 'row' in what ? newRow(what.row, page, { slot, words }) : `{% include '${what.shared}' %}`
      const edited = inserted(text, { slot, index }, (indent) => block.replaceAll('\n', `\n${indent}`))
      take(edited)
      if (edited !== undefined) arrived.current = { at: edited.at, how: 'new' }
    },
    move: (block, way) => {
      const place = nextPlace(outline, block, way)
      const edited = place === undefined ? undefined : moved(text, block, place)
      if (edited === undefined) return setSaid(say(way === 'up' ? 'blocks.is-first' : 'blocks.is-last'))
      focused.current = edited.at
      past.change(edited.source)
      setSelected(undefined)
      setSaid(say(way === 'up' ? 'blocks.moved-up' : 'blocks.moved-down'))
    },
    double: (block) => take(doubled(text, block)),
    remove: (block) => {
      past.change(removed(text, block))
      setSelected(undefined)
      arrived.current = { at: block.begin, how: 'gone' }
    },
    showIf: setAsked,
    showAlways: (block) => take(unwrapped(text, block), false),
    openShared: onOpenShared,
    startDrag: drag.start,
  }
  const branch = asked?.kind === 'condition' ? asked.branch : undefined
  return (
    <PlaceholdersContext value={placeholders}>
      <BlocksContext value={editing}>
        <PickingContext value={picking}>
          <div className="flex items-center justify-between gap-2">
            <p className="text-sm text-soft">{say('blocks.about')}</p>
            {!isLocked && (
              <div className="flex">
                <IconButton size="small" label={say('blocks.undo')} disabled={!past.canUndo} onClick={past.undo}>
                  <Undo2 aria-hidden />
                </IconButton>
                <IconButton size="small" label={say('blocks.redo')} disabled={!past.canRedo} onClick={past.redo}>
                  <Redo2 aria-hidden />
                </IconButton>
              </div>
            )}
          </div>
          <div ref={box} className="relative rounded-lg border border-line bg-paper p-2">
            <SlotList slot={outline} isRoot />
            {drag.line !== undefined && (
              <div
                aria-hidden
                className="pointer-events-none absolute z-10 h-1 rounded-full bg-accent"
                style={{ top: drag.line.topPx - 2, left: drag.line.leftPx, width: drag.line.widthPx }}
              />
            )}
          </div>
          <p role="status" className="sr-only">
            {said}
          </p>
          {asked !== undefined && (
            <ShowIfDialog
              value={branch === undefined ? undefined : readShownIf(branch.tag, branch.rest)}
              conditions={conditions}
              onClose={() => setAsked(undefined)}
              onChoose={(tags, condition) => {
                if (condition !== undefined) onCondition(condition)
                take(
                  branch === undefined
                    ? wrapped(text, asked, tags)
                    : { source: replaced(replaced(text, closingOf(asked), tags.close), branch.head, tags.open), at: asked.begin },
                  false,
                )
                setAsked(undefined)
              }}
            />
          )}
        </PickingContext>
      </BlocksContext>
    </PlaceholdersContext>
  )
}

/** To the first field of a block, marked where it holds what a new one begins with; to the handle of the one before where a block was taken away. */
function focusBlock(box: HTMLElement, blocks: readonly Block[], { at, how }: { readonly at: number; readonly how: 'new' | 'opened' | 'gone' }): void {
  if (how === 'gone') {
    const before = blocks.findLast(({ begin }) => begin <= at) ?? blocks[0]
    return box.querySelector<HTMLElement>(before === undefined ? 'button' : `[data-handle="${before.path}"]`)?.focus()
  }
  const block = blocks.find(({ begin }) => begin === at)
  const shown = block === undefined ? null : box.querySelector<HTMLElement>(`[data-block="${block.path}"]`)
  const field = shown?.querySelector<HTMLElement>(':scope > [data-form] :is(input, select, textarea, [contenteditable=true])')
  const place = field ?? shown?.querySelector<HTMLElement>('[data-handle]')
  place?.focus()
  if (how !== 'new' || field == null) return
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select()
  else if (field.isContentEditable) window.getSelection()?.selectAllChildren(field)
}

/** The closing tag of a branch. */
function closingOf({ branch, end }: Block): { readonly begin: number; readonly end: number } {
  return { begin: branch?.inside.end ?? end, end }
}

const mostKept = 100

/** The texts before this one; what is typed into one block without anything between is one step. */
function usePast({ text, onChange }: Pick<BlocksEditorProps, 'text' | 'onChange'>) {
  const [before, setBefore] = useState<readonly string[]>([])
  const [after, setAfter] = useState<readonly string[]>([])
  const last = useRef<string | undefined>(undefined)
  return {
    canUndo: before.length > 0,
    canRedo: after.length > 0,
    change: (next: string, what?: string): void => {
      if (next === text) return
      if (what === undefined || what !== last.current) setBefore((kept) => [...kept.slice(-mostKept + 1), text])
      last.current = what
      setAfter([])
      onChange(next)
    },
    undo: (): void => {
      const previous = before.at(-1)
      if (previous === undefined) return
      last.current = undefined
      setBefore(before.slice(0, -1))
      setAfter([text, ...after])
      onChange(previous)
    },
    redo: (): void => {
      const [next, ...rest] = after
      if (next === undefined) return
      last.current = undefined
      setBefore([...before, text])
      setAfter(rest)
      onChange(next)
    },
  }
}
