// The blocks of a page as a list that reads like the mail: sections with their columns beside each other, what shows only to some with the reason above it. A block
// opens where it stands; it is moved by its handle, with the pointer or with arrow keys.

import {
  ChevronDown,
  Code,
  Columns2,
  CopyPlus,
  Ellipsis,
  Eye,
  Filter,
  GripVertical,
  Heading,
  Image,
  Minus,
  MousePointerClick,
  Pencil,
  Plus,
  Puzzle,
  Repeat2,
  Settings2,
  ShoppingBag,
  Space,
  SquareDashed,
  Text,
  Ticket,
  Trash2,
} from 'lucide-react'
import type { ComponentType, KeyboardEvent, ReactNode } from 'react'
import { Button, IconButton } from '../../../kit/button.tsx'
import { classes } from '../../../kit/classes.ts'
import { Menu } from '../../../kit/menu.tsx'
import type { Say } from '../../../words/words.ts'
import { useWords } from '../../../words/words.ts'
import { BlockForm } from './block-form.tsx'
import { attributeOf } from './edit-page.ts'
import { useBlocks } from './editor-context.ts'
import { FoldedValues } from './folded-values.tsx'
import { nextPlace } from './moves.ts'
import { newPieces, newRows } from './new-blocks.ts'
import { type Block, type BlockKind, preparedValue, runsOf, type Slot } from './outline.ts'
import { summaryOf } from './rich-text.ts'
import { readShownIf } from './show-if.ts'

type Icon = ComponentType<{ readonly 'aria-hidden'?: boolean; readonly className?: string }>

const icons: Readonly<Record<BlockKind | 'discount', Icon>> = {
  section: Columns2,
  frame: SquareDashed,
  heading: Heading,
  text: Text,
  button: MousePointerClick,
  picture: Image,
  divider: Minus,
  space: Space,
  products: ShoppingBag,
  shared: Puzzle,
  condition: Filter,
  otherwise: Filter,
  each: Repeat2,
  setting: Settings2,
  code: Code,
  discount: Ticket,
}

/** The blocks of a slot, and the way to add one. */
export function SlotList({ slot, isRoot = false }: { readonly slot: Slot; readonly isRoot?: boolean }) {
  const say = useWords('templates')
  const { source } = useBlocks()
  return (
    <div data-slot={slot.path} className="flex min-w-0 flex-col gap-2">
      <ul aria-label={isRoot ? say('tab.blocks') : undefined} className="m-0 flex list-none flex-col gap-2 p-0">
        {runsOf(source, slot).map(({ key, blocks, isFolded }) => {
          const items = blocks.map((block) => <BlockItem key={block.path} block={block} slot={slot} />)
          return (
            <li key={key} className="min-w-0">
              {isFolded ? <FoldedValues blocks={blocks}>{items}</FoldedValues> : items}
            </li>
          )
        })}
      </ul>
      <AddBlock slot={slot} isRoot={isRoot} />
    </div>
  )
}

function AddBlock({ slot, isRoot }: { readonly slot: Slot; readonly isRoot: boolean }) {
  const say = useWords('templates')
  const editing = useBlocks()
  if (editing.isLocked) return null
  const label = say(slot.level === 'row' ? 'blocks.add-row' : 'blocks.add')
  return (
    <div>
      <Menu
        trigger={
          <Button size="small" kind={isRoot ? 'plain' : 'quiet'} icon={<Plus aria-hidden />}>
            {label}
          </Button>
        }
        items={newItems(slot, slot.blocks.length, { say, editing })}
      />
    </div>
  )
}

type Editing = ReturnType<typeof useBlocks>

function newItems(slot: Slot, index: number, { say, editing }: { readonly say: Say; readonly editing: Editing }) {
  const item = (name: string, Picture: Icon, what: Parameters<Editing['add']>[2]) => ({
    label: say(`blocks.new.${name}`),
    icon: <Picture aria-hidden />,
    onSelect: () => editing.add(slot, index, what),
  })
  const shared = editing.shared.map((name, at) => ({
    label: say('blocks.new.shared', { name }),
    icon: <Puzzle aria-hidden />,
    isApart: at === 0,
    onSelect: () => editing.add(slot, index, { shared: name }),
  }))
  if (slot.level === 'row') return [...newRows.map((row) => item(row, Columns2, { row })), ...shared]
  return newPieces.filter((piece) => piece !== 'discount' || editing.hasCode).map((piece) => item(piece, icons[piece], { piece }))
}

function BlockItem({ block, slot }: { readonly block: Block; readonly slot: Slot }) {
  const editing = useBlocks()
  const { source, selected, isLocked } = editing
  const isOpen = selected === block.begin
  const holds = block.slots.length > 0
  return (
    <div
      data-block={block.path}
      className={classes(
        'min-w-0 rounded-lg border bg-card',
        isOpen ? 'border-accent' : 'border-line',
        holds && 'bg-sunken/60',
        (block.kind === 'condition' || block.kind === 'each') && 'border-s-4 border-s-violet',
      )}
    >
      <BlockLine block={block} slot={slot} isOpen={isOpen} />
      {isOpen && block.kind !== 'condition' && block.kind !== 'otherwise' && block.kind !== 'each' && (
        <div data-form className="flex flex-col gap-3 rounded-b-lg border-t border-line bg-card px-3 py-3">
          <BlockForm source={source} block={block} isLocked={isLocked} onEdit={editing.edit} onOpenShared={editing.openShared} />
        </div>
      )}
      {holds && (
        <div className={classes('grid gap-2 px-2 pb-2', block.slots.length > 1 && 'auto-cols-fr grid-flow-col max-[80rem]:grid-flow-row')}>
          {block.slots.map((inner) => (
            <div key={inner.path} className={classes('min-w-0', block.slots.length > 1 && 'rounded-md border border-dashed border-line p-1.5')}>
              <SlotList slot={inner} />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

function BlockLine({ block, slot, isOpen }: { readonly block: Block; readonly slot: Slot; readonly isOpen: boolean }) {
  const say = useWords('templates')
  const editing = useBlocks()
  const { source, outline, isLocked } = editing
  const Picture = icons[block.kind]
  const said = summaryFor(source, block, say)
  const kind = say(`blocks.kind.${block.kind}`)
  const name = said === '' ? kind : `${kind}: ${said}`
  const isFixed = block.kind === 'otherwise'
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    editing.move(block, event.key === 'ArrowUp' ? 'up' : 'down')
  }
  return (
    <div className="flex min-w-0 items-center gap-0.5 p-1">
      {!isLocked && !isFixed && (
        <button
          type="button"
          data-handle={block.path}
          aria-label={say('blocks.move', { name })}
          aria-description={say('blocks.move-how')}
          onPointerDown={(event) => editing.startDrag(event, block)}
          onKeyDown={onKeyDown}
          className="grid size-7 shrink-0 cursor-grab touch-none place-items-center rounded-sm text-soft hover:bg-sunken active:cursor-grabbing phone:size-11"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      )}
      <Opener block={block} isOpen={isOpen}>
        <Picture aria-hidden className="size-4 shrink-0 text-soft" />
        <span className="shrink-0 font-medium">{kind}</span> <span className="min-w-0 truncate text-soft">{said}</span>
      </Opener>
      {!isLocked && !isFixed && (
        <Menu
          trigger={
            <IconButton size="small" label={say('blocks.more', { name })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
          items={[
            ...(block.kind === 'condition'
              ? [
                  { label: say('blocks.change-condition'), icon: <Pencil aria-hidden />, onSelect: () => editing.showIf(block) },
                  { label: say('blocks.show-always'), icon: <Eye aria-hidden />, onSelect: () => editing.showAlways(block) },
                ]
              : [{ label: say('blocks.show-if'), icon: <Filter aria-hidden />, onSelect: () => editing.showIf(block) }]),
            { label: say('blocks.double'), icon: <CopyPlus aria-hidden />, onSelect: () => editing.double(block) },
            {
              label: say('blocks.up'),
              isApart: true,
              onSelect: () => editing.move(block, 'up'),
              why: nextPlace(outline, block, 'up') === undefined ? say('blocks.is-first') : undefined,
            },
            {
              label: say('blocks.down'),
              onSelect: () => editing.move(block, 'down'),
              why: nextPlace(outline, block, 'down') === undefined ? say('blocks.is-last') : undefined,
            },
            ...newItems(slot, slot.blocks.indexOf(block), { say, editing })
              .slice(0, 3)
              .map((one, index) => ({ ...one, label: say('blocks.above-it', { what: one.label }), isApart: index === 0 })),
            { label: say('blocks.remove'), icon: <Trash2 aria-hidden />, isApart: true, isDanger: true, onSelect: () => editing.remove(block) },
          ]}
        />
      )}
    </div>
  )
}

function Opener({ block, isOpen, children }: { readonly block: Block; readonly isOpen: boolean; readonly children: ReactNode }) {
  const editing = useBlocks()
  const look = 'flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-1.5 text-start phone:min-h-11'
  if (block.kind === 'otherwise' || block.kind === 'each') return <div className={look}>{children}</div>
  const open = (): void => {
    if (block.kind !== 'condition') editing.select(isOpen ? undefined : block)
    else if (!editing.isLocked) editing.showIf(block)
  }
  return (
    <button type="button" aria-expanded={block.kind === 'condition' ? undefined : isOpen} onClick={open} className={classes(look, 'hover:bg-sunken')}>
      {children}
      {block.kind !== 'condition' && (
        <ChevronDown aria-hidden className={classes('ms-auto size-4 shrink-0 text-soft transition-transform', isOpen && 'rotate-180')} />
      )}
    </button>
  )
}

function summaryFor(source: string, block: Block, say: Say): string {
  const { element, branch } = block
  const text = source.slice(block.begin, block.end)
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'button':
      return element === undefined ? '' : summaryOf(source.slice(element.inside.begin, element.inside.end))
    case 'picture':
      return element === undefined ? '' : summaryOf(attributeOf(element, 'alt') || attributeOf(element, 'src') || '')
    case 'shared':
      return /'([^']+)'/.exec(text)?.[1] ?? ''
    case 'condition':
      return branch === undefined ? '' : conditionInWords(branch.tag, branch.rest, say)
    case 'setting': {
      const value = preparedValue(source, block)
      return value === undefined ? tagInside(text) : `${value.name} = ${value.text}`
    }
    case 'each':
      return tagInside(text)
    case 'code':
      return summaryOf(text) || text.slice(0, 60)
    default:
      return ''
  }
}

function tagInside(text: string): string {
  return text.slice(0, 80).replaceAll(/\{%-?\s*|\s*-?%\}[\s\S]*$/g, '')
}

function conditionInWords(tag: string, rest: string, say: Say): string {
  const shown = readShownIf(tag, rest)
  switch (shown.by) {
    case 'segment':
      return say(shown.isNot ? 'blocks.if.not-in' : 'blocks.if.in', { segment: shown.segment })
    case 'condition':
      return say(shown.isNot ? 'blocks.if.not-condition' : 'blocks.if.condition', { condition: shown.condition })
    case 'field':
      return say(`blocks.if.${shown.is}`, { field: shown.path, value: shown.value })
    case 'liquid':
      return shown.text
  }
}
