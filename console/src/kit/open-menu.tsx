// The menu itself, with its keyboard. Fetched by menu.tsx alone, when the first one is about to be opened.

import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { classes } from './classes.ts'
import type { MenuItem, MenuProps } from './menu-props.ts'

const itemLook =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-base outline-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-55 data-[highlighted]:bg-sunken phone:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0'

/** Open as soon as it is there. */
export function OpenMenu({ trigger, items, title }: MenuProps) {
  const [isOpen, setOpen] = useState(true)
  return (
    // Not modal: a modal one hides the rest of the page from screen readers without taking it out of the tab order.
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={setOpen}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          // What was chosen may have led somewhere.
          onCloseAutoFocus={(event) => {
            if (document.activeElement !== document.body) event.preventDefault()
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised animate-[fade_100ms]"
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
