// What a list shows while there is nothing in it: what belongs there, how it gets there, and an example. Never an empty table. Or what a whole page shows whose
// address leads nowhere.

import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/words.ts'
import { nameTab } from './tab-title.ts'

export interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  /** One sentence: what it is. */
  readonly children?: ReactNode
  /** The one primary button, and beside it "start from an example". */
  readonly actions?: ReactNode
  /** The same as a command, for who asks for it: oncue publish */
  readonly command?: string
  /** It is all that the page shows: its title is the page's. */
  readonly isPage?: boolean
}

/** <EmptyState icon={<Route/>} title="No journeys yet" actions={…} command="oncue publish">A journey is …</EmptyState> */
export function EmptyState({ icon, title, children, actions, command, isPage = false }: EmptyStateProps) {
  const say = useWords('kit')
  const Heading = isPage ? 'h1' : 'h2'
  useEffect(() => {
    if (isPage) nameTab(title)
  }, [isPage, title])
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center gap-3 px-4 py-12 text-center">
      {icon !== undefined && <div className="grid size-12 place-items-center rounded-full bg-tint text-on-tint [&_svg]:size-6">{icon}</div>}
      <Heading className="max-w-full text-lg font-semibold wrap-anywhere">{title}</Heading>
      {children !== undefined && <div className="max-w-full text-base wrap-anywhere text-soft">{children}</div>}
      {actions !== undefined && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
      {command !== undefined && (
        <details className="max-w-full text-sm text-soft">
          <summary className="min-h-6 cursor-pointer">{say('at-command-line')}</summary>
          <code className="mt-1 inline-block max-w-full rounded-sm bg-sunken px-2 py-1 break-all">{command}</code>
        </details>
      )}
    </div>
  )
}
