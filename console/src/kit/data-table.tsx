// A list of many things. Rows come from the server in pages ("next"), and only those in sight stand in the document; on a phone each row becomes a
// small card. The first cell should hold the link that opens the row; a click anywhere in the row opens it too, and arrow keys
// move between those links. It sorts nothing itself: what is not all
// here cannot be sorted here.

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { Skeleton } from './skeleton.tsx'
import { useIsPhone } from './use-is-phone.ts'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end'
  /** A class such as w-40; without it the column takes what is left. */
  readonly width?: string
  /** Of what is left it takes more than others: what a row is known by. */
  readonly isWidest?: boolean
  /** The server can sort by it. */
  readonly sortable?: boolean
  /** What is said in sentences stands in as many lines as it takes. */
  readonly wraps?: boolean
  /** On a phone it takes both halves of the card. */
  readonly isWholeOnPhone?: boolean
  /** Left out on a phone. */
  readonly isSecondary?: boolean
}

export interface DataTableProps<Row> {
  /** What it lists, for those who hear the page. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** The first answer is still on its way. */
  readonly isLoading?: boolean
  /** Of useAskPages: hasNextPage, fetchNextPage, isFetchingNextPage. */
  readonly more?: { readonly has: boolean; readonly fetch: () => void; readonly isFetching: boolean }
  readonly sort?: { readonly key: string; readonly direction: 'up' | 'down'; readonly onChange: (key: string, direction: 'up' | 'down') => void }
  /** How many there are altogether, where the server says so. */
  readonly total?: number
  readonly isSelected?: (row: Row) => boolean
  /** Shown in place of the table when there are no rows: an EmptyState. */
  readonly empty?: ReactNode
}

const rowHeight = 41
const cardHeight = 112
/** Rows are fetched before the last one is in sight. */
const ahead = 8

/** <DataTable label="Messages" columns={columns} rows={rows} rowKey={(row) => row.key} more={moreOf(messages)} empty={…} /> */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, isLoading = false, more, empty, isSelected } = props
  const isPhone = useIsPhone()
  const body = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above the rows may have changed whenever their number did
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), [rows.length, isPhone])
  const virtual = useWindowVirtualizer({ count: rows.length, estimateSize: () => (isPhone ? cardHeight : rowHeight), overscan: 12, scrollMargin: offset })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const wantsMore = more?.has === true && !more.isFetching && last >= rows.length - ahead
  useEffect(() => {
    if (wantsMore) more?.fetch()
  }, [wantsMore, more])
  if (isLoading) return <Skeleton lines={8} className="h-9" />
  if (rows.length === 0 && more?.has !== true) return <>{empty}</>
  const shown = isPhone ? columns.filter((column) => column.isSecondary !== true) : columns
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: only rows in sight stand here, laid out in a grid that a phone stacks */}
      <div role="table" aria-label={label} aria-rowcount={(props.total ?? rows.length) + 1} className="rounded-lg border border-line bg-card">
        {!isPhone && <Head columns={shown} sort={props.sort} />}
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }} onKeyDown={moveBetweenRows} onClick={openRow}>
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: the link in it has the focus
              <div
                key={rowKey(row)}
                ref={virtual.measureElement}
                data-index={item.index}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={isSelected?.(row)}
                style={{ transform: `translateY(${item.start - offset}px)` }}
                className={classes(
                  'absolute inset-x-0 top-0 border-b border-line hover:bg-sunken/60 has-[[role=cell]:first-child_a]:cursor-pointer',
                  isPhone ? 'grid grid-cols-2 gap-x-3 gap-y-1 px-3 py-2.5' : 'flex min-h-[41px] items-center',
                  isSelected?.(row) === true && 'bg-tint',
                )}
              >
                {shown.map((column, index) => (
                  // biome-ignore lint/a11y/useSemanticElements: see above
                  <div
                    key={column.key}
                    role="cell"
                    className={classes(
                      '[&_a:hover]:text-accent [&_a:hover]:underline',
                      index === 0 && '[&_a]:font-medium',
                      isPhone
                        ? classes('min-w-0 break-words', (index === 0 || column.isWholeOnPhone === true) && 'col-span-2', index === 0 && 'font-medium')
                        : cellLook(column),
                    )}
                  >
                    {isPhone && index > 0 && <span className="block text-xs text-soft">{column.title}</span>}
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      <Foot count={rows.length} total={props.total} more={more} />
    </div>
  )
}

function cellLook<Row>({ align, width, isWidest, wraps }: Column<Row>): string {
  return classes(
    'min-w-0 px-3 py-2',
    wraps === true ? 'break-words' : 'truncate',
    width !== undefined ? `${width} shrink-0` : isWidest === true ? 'flex-[1.7]' : 'flex-1',
    align === 'end' && 'text-end',
  )
}

function Head<Row>({ columns, sort }: { readonly columns: readonly Column<Row>[]; readonly sort: DataTableProps<Row>['sort'] }) {
  const say = useWords('kit')
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div role="rowgroup">
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons in it have the focus */}
      <div role="row" aria-rowindex={1} className="flex items-center rounded-t-lg border-b border-line bg-sunken text-sm font-medium text-soft">
        {columns.map((column) => {
          const isSorted = sort?.key === column.key
          const Arrow = sort?.direction === 'up' ? ArrowUp : ArrowDown
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
            <div
              key={column.key}
              role="columnheader"
              aria-sort={isSorted ? (sort?.direction === 'up' ? 'ascending' : 'descending') : undefined}
              className={cellLook({ ...column, wraps: true })}
            >
              {column.sortable === true && sort !== undefined ? (
                <button
                  type="button"
                  title={say('sort-by', { column: column.title })}
                  className="inline-flex items-center gap-1 font-medium hover:text-ink"
                  onClick={() => sort.onChange(column.key, isSorted && sort.direction === 'down' ? 'up' : 'down')}
                >
                  {column.title}
                  {isSorted && <Arrow aria-hidden className="size-3.5" />}
                </button>
              ) : (
                column.title
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Foot({ count, total, more }: { readonly count: number; readonly total: number | undefined; readonly more: DataTableProps<never>['more'] }) {
  const say = useWords('kit')
  const text = total === undefined && more?.has === true ? say('rows-and-more', { count }) : say('rows', { count: total ?? count })
  return (
    <div className="flex items-center justify-between gap-3 px-1 py-2 text-sm text-soft">
      <span>{text}</span>
      {more?.has === true && (
        <Button size="small" isBusy={more.isFetching} onClick={more.fetch}>
          {say('more-rows')}
        </Button>
      )}
    </div>
  )
}

/** Up and down go to the link or button of the row before or after. */
function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const row = (event.target as Element).closest('[role=row]')
  const rows = [...event.currentTarget.querySelectorAll('[role=row]')].sort((one, other) => indexOf(one) - indexOf(other))
  const next = rows[rows.indexOf(row as Element) + (event.key === 'ArrowDown' ? 1 : -1)]
  const target = next?.querySelector<HTMLElement>('a, button')
  if (target == null) return
  event.preventDefault()
  target.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/** A click beside the links and buttons of a row goes to its first link; with Ctrl in another tab, as there. Whoever marks text to copy it goes nowhere. */
function openRow({ target, nativeEvent }: MouseEvent<HTMLDivElement>): void {
  const clicked = target as Element
  if (clicked.closest('a, button, input, label, select') !== null || window.getSelection()?.isCollapsed === false) return
  clicked.closest('[role=row]')?.querySelector('[role=cell]:first-child a')?.dispatchEvent(new globalThis.MouseEvent('click', nativeEvent))
}

function indexOf(row: Element): number {
  return Number(row.getAttribute('data-index'))
}
