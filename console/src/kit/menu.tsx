// A menu of things to do, behind a button. What is dangerous stands last and is red; what the role may not do stays, with its reason. Until it is
// wanted for the first time it is only its button: what makes menus is large, and most are never opened.

import { cloneElement, type ReactElement, Suspense, useState } from 'react'
import { lazy, partAhead } from './lazy.ts'
import type { MenuProps } from './menu-props.ts'

export type { MenuItem } from './menu-props.ts'

const Opened = lazy(async () => ({ default: (await import('./open-menu.tsx')).OpenMenu }))

interface Trigger {
  readonly onClick?: () => void
  readonly onPointerEnter?: () => void
  readonly onFocus?: () => void
  readonly 'aria-haspopup'?: 'menu'
  readonly 'aria-expanded'?: boolean
}

/** <Menu trigger={<IconButton label="More"><Ellipsis /></IconButton>} items={[{ label: 'Pause', onSelect }]} /> */
export function Menu(props: MenuProps) {
  const [isWanted, setWanted] = useState(false)
  const fetchIt = (): void => void partAhead(Opened)
  const trigger = cloneElement(props.trigger as ReactElement<Trigger>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setWanted(true),
    onPointerEnter: fetchIt,
    onFocus: fetchIt,
  })
  if (!isWanted) return trigger
  return (
    <Suspense fallback={trigger}>
      <Opened {...props} />
    </Suspense>
  )
}
