// A few words beside something while it is pointed at or focused. Never the only place of anything needed.

import { Tooltip } from 'radix-ui'
import type { ReactElement } from 'react'

/** Wraps one element. <Tip says="…"><button/></Tip> */
export function Tip({ says, children }: { readonly says: string; readonly children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-60 max-w-72 rounded-md bg-ink px-2 py-1 text-sm text-paper shadow-raised animate-[fade_120ms]"
        >
          {says}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
