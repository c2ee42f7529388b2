// A group: all, any, none or not all of its parts, each a row or a group again. Between the parts stands the word that joins them.

import { ArrowDown, ArrowUp, Copy, Ellipsis, FolderPlus, Plus, Trash2, Ungroup } from 'lucide-react'
import { Fragment, type KeyboardEvent } from 'react'
import { Button, IconButton } from '../../kit/button.tsx'
import { Menu } from '../../kit/menu.tsx'
import { pathKey, useBuilder } from './builder-context.tsx'
import type { ConditionJson, Json, Path } from './condition-json.ts'
import { addTo, duplicateAt, moveAt, removeAt, setMode, ungroupAt } from './edit-condition.ts'
import { type GroupMode, groupAt, groupModes } from './group-shape.ts'
import { PartCount } from './part-count.tsx'
import { Row, RowProblems } from './row.tsx'
import { newRows } from './row-forms.ts'
import { Choice, Word } from './small-fields.tsx'

/** A row or a group, whichever stands at the path. */
export function Part({ condition, path }: { readonly condition: Json; readonly path: Path }) {
  const group = groupAt(condition, path)
  return group === undefined ? <Row condition={condition} path={path} /> : <Group condition={condition} path={path} />
}

/** The parts of a group with its mode and what can be added. */
export function Group({ condition, path }: { readonly condition: Json; readonly path: Path }) {
  const { root, edit, say, isReadOnly } = useBuilder()
  const group = groupAt(condition, path)
  const mode = group?.mode ?? 'all'
  const parts = group?.parts ?? [condition]
  const placeOf = (index: number): Path => (group === undefined ? path : [...group.list, index])
  const whole = root as ConditionJson
  const onKey = (event: KeyboardEvent): void => {
    if (!event.altKey || isReadOnly || path.length === 0 || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    edit(moveAt(whole, path, event.key === 'ArrowUp' ? -1 : 1), 'move the focus')
  }
  const isOuter = path.length === 0
  return (
    <fieldset
      data-row={pathKey(path)}
      onKeyDown={onKey}
      className={isOuter ? 'min-w-0' : 'min-w-0 rounded-lg border border-line bg-sunken/60 p-2.5'}
      aria-label={say(`group.${mode}`)}
    >
      {(group !== undefined || !isOuter) && (
        <div className="mb-2 flex flex-wrap items-center gap-1.5">
          <Word>{say('match')}</Word>
          <Choice<GroupMode>
            label={say('group-mode')}
            value={mode}
            options={groupModes.map((one) => [one, say(`mode.${one}`)] as const)}
            onChange={(next) => edit(setMode(whole, path, next), 'leave the focus')}
          />
          <Word>{say('of-these')}</Word>
          <span className="ms-auto flex items-center">
            {!isOuter && <PartCount path={path} />}
            {!isReadOnly && <GroupTools path={path} />}
          </span>
        </div>
      )}
      <RowProblems path={path} own />
      <div className="flex flex-col">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its fields while they are typed into
          <Fragment key={index}>
            {index > 0 && (
              <div
                aria-hidden
                className="ms-3 flex h-6 items-center border-s-2 border-line-strong/40 ps-2 text-xs font-semibold tracking-wide text-soft uppercase"
              >
                {say(`joined.${mode}`)}
              </div>
            )}
            <Part condition={part} path={placeOf(index)} />
          </Fragment>
        ))}
      </div>
      {!isReadOnly && (
        <div className="mt-2 flex flex-wrap gap-1.5">
          <Button size="small" icon={<Plus aria-hidden />} onClick={() => edit(addTo(root, path, newRows.event), 'move the focus')}>
            {say('add-condition')}
          </Button>
          <Button
            size="small"
            kind="quiet"
            icon={<FolderPlus aria-hidden />}
            onClick={() => edit(addTo(root, path, { [mode === 'any' || mode === 'none' ? 'all' : 'any']: [newRows.event, newRows.event] }), 'move the focus')}
          >
            {say('add-group')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

function GroupTools({ path }: { readonly path: Path }) {
  const { root, edit, say } = useBuilder()
  const whole = root as ConditionJson
  const isOuter = path.length === 0
  const [up, down, without] = [isOuter ? undefined : moveAt(whole, path, -1), isOuter ? undefined : moveAt(whole, path, 1), ungroupAt(whole, path)]
  return (
    <Menu
      trigger={
        <IconButton size="small" label={say('group-menu')}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
      items={[
        {
          label: say('move-up'),
          icon: <ArrowUp aria-hidden />,
          why: up === undefined ? say('no-further') : undefined,
          onSelect: () => edit(up, 'move the focus'),
        },
        {
          label: say('move-down'),
          icon: <ArrowDown aria-hidden />,
          why: down === undefined ? say('no-further') : undefined,
          onSelect: () => edit(down, 'move the focus'),
        },
        { label: say('duplicate'), icon: <Copy aria-hidden />, onSelect: () => edit(duplicateAt(whole, path), 'move the focus') },
        {
          label: say('ungroup'),
          icon: <Ungroup aria-hidden />,
          why: without === undefined ? say('ungroup-changes') : undefined,
          onSelect: () => edit(without, 'move the focus'),
        },
        {
          label: say('remove-group'),
          icon: <Trash2 aria-hidden />,
          isDanger: true,
          isApart: true,
          onSelect: () => edit(removeAt(whole, path), 'move the focus'),
        },
      ]}
    />
  )
}
