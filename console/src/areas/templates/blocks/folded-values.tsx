// Values that a page prepares for its parts, folded into one quiet row: whoever writes a mail begins with what is read, and not with what is computed. Never hides
// a block that is open.

import { ChevronDown, Settings2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { classes } from '../../../kit/classes.ts'
import { useWords } from '../../../words/words.ts'
import { useBlocks } from './editor-context.ts'
import { allBlocks, type Block, preparedNames } from './outline.ts'

/** The row; `children` are the blocks themselves. */
export function FoldedValues({ blocks, children }: { readonly blocks: readonly Block[]; readonly children: ReactNode }) {
  const say = useWords('templates')
  const { source, selected } = useBlocks()
  const [isUnfolded, setUnfolded] = useState(false)
  const isOpen = isUnfolded || blocks.flatMap((block) => [block, ...block.slots.flatMap(allBlocks)]).some(({ begin }) => begin === selected)
  const names = [...new Set(blocks.flatMap((block) => preparedNames(source, block)))].join(', ')
  return (
    <div data-block={blocks[0]?.path} className="min-w-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setUnfolded(!isOpen)}
        className="flex min-h-8 w-full min-w-0 items-center gap-2 rounded-sm px-2.5 text-start text-sm text-soft hover:bg-sunken phone:min-h-11"
      >
        <Settings2 aria-hidden className="size-4 shrink-0" />
        <span className="shrink-0">{say('blocks.values')}</span>
        <span className="min-w-0 truncate">{names}</span>
        <ChevronDown aria-hidden className={classes('ms-auto size-4 shrink-0 transition-transform', isOpen && 'rotate-180')} />
      </button>
      {isOpen && (
        <div className="flex flex-col gap-2 pt-1">
          <p className="px-2.5 text-sm text-soft">{say('blocks.values-about')}</p>
          {children}
        </div>
      )}
    </div>
  )
}
