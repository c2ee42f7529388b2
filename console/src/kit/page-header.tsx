// The head of a page: its one heading, what it is about, and what can be done here. It also names the browser's tab. A name that is written from right to left is read so.

import { type ReactNode, useEffect } from 'react'
import { classes } from './classes.ts'
import { nameTab } from './tab-title.ts'

export interface PageHeaderProps {
  readonly title: string
  /** Badges beside the heading. */
  readonly badges?: ReactNode
  /** What the page is for, in a sentence or two. */
  readonly about?: ReactNode
  /** What somebody wrote of what the page shows, as long as they liked: its first two lines, so that the page stays in sight. */
  readonly description?: string | undefined
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
  /** Links to what it is part of, in front of the heading. */
  readonly above?: ReactNode
}

const sentence = 'mt-0.5 max-w-prose text-base wrap-anywhere text-soft'

/** <PageHeader title="Messages" about="…" actions={<Button kind="primary">…</Button>} /> */
export function PageHeader({ title, badges, about, description, actions, above }: PageHeaderProps) {
  useEffect(() => {
    nameTab(title)
  }, [title])
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 flex-[1_1_20rem]">
        {above !== undefined && <nav className="mb-0.5 text-sm wrap-anywhere text-soft">{above}</nav>}
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="min-w-0 text-xl font-semibold wrap-anywhere">
            <bdi>{title}</bdi>
          </h1>
          {badges}
        </div>
        {about !== undefined && <p className={sentence}>{about}</p>}
        {description !== undefined && <p className={classes(sentence, 'line-clamp-2')}>{description}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
