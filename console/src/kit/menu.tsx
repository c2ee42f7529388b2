// A menu of things to do, behind a button. What is dangerous stands last and is red; what the role may not do stays, with its reason.

import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './classes.ts'

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly onSelect: () => void
  readonly isDanger?: boolean
  /** A line above it. */
  readonly isApart?: boolean
  /** Why it cannot be chosen. */
  readonly why?: string | undefined
  /** It is the one chosen of several. */
  readonly isChosen?: boolean
}

const itemLook =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-base outline-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-55 data-[highlighted]:bg-sunken phone:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0'

/** <Menu trigger={<IconButton label="More"><Ellipsis /></IconButton>} items={[{ label: 'Pause', onSelect }]} /> */
export function Menu({ trigger, items, title }: { readonly trigger: ReactElement; readonly items: readonly MenuItem[]; readonly title?: ReactNode }) {
  return (
    // Not modal: a modal one hides the rest of the page from screen readers without taking it out of the tab order.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 rounded-md border border-line bg-raised p-1 shadow-raised animate-[fade_100ms]"
        >
          {title !== undefined && <DropdownMenu.Label className="px-2 py-1 text-sm text-soft">{title}</DropdownMenu.Label>}
          {items.map((item) => (
            <Entry key={item.label} {...item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Entry({ label, icon, onSelect, isDanger = false, isApart = false, why, isChosen }: MenuItem) {
  const body = (
    <>
      {icon}
      <span>
        {label}
        {why !== undefined && <span className="block text-sm text-soft">{why}</span>}
      </span>
    </>
  )
  const look = classes(itemLook, isDanger && 'text-bad')
  return (
    <>
      {isApart && <DropdownMenu.Separator className="my-1 h-px bg-line" />}
      {isChosen === undefined ? (
        <DropdownMenu.Item disabled={why !== undefined} onSelect={onSelect} className={look}>
          {body}
        </DropdownMenu.Item>
      ) : (
        <DropdownMenu.CheckboxItem
          checked={isChosen}
          disabled={why !== undefined}
          onSelect={onSelect}
          className={classes(look, isChosen && 'font-semibold text-on-tint')}
        >
          {body}
        </DropdownMenu.CheckboxItem>
      )}
    </>
  )
}
