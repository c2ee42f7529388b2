// The window itself, with its focus. Fetched by dialog.tsx alone, when the first one is opened.

import { X } from 'lucide-react'
import { Dialog as Parts } from 'radix-ui'
import { useRef } from 'react'
import { useWords } from '../words/words.ts'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'
import type { DialogProps } from './dialog-props.ts'
import { focusFirst, giveFocusBack, openerOf } from './first-focus.ts'
import { answerByEnter } from './main-answer.ts'

const widths = { small: 'max-w-md', normal: 'max-w-xl', wide: 'max-w-4xl', full: 'max-w-[calc(100vw-4rem)] h-[calc(100dvh-4rem)]' } as const

/**
 * Focus goes in, stays in, and returns to where it was; to the page where that is gone, and nobody else took it. A press beside the window closes it
 * until something in it was filled in: from then on that takes Escape or a button.
 */
export function OpenDialog({ open, onOpenChange, title, description, children, actions, size = 'normal' }: DialogProps) {
  const say = useWords('kit')
  const openedFrom = useRef<Element>(null)
  const isFilledIn = useRef(false)
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-40 bg-black/40 animate-[fade_120ms]" />
        <Parts.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            openedFrom.current = openerOf(document.activeElement)
            isFilledIn.current = false
            if (event.target instanceof HTMLElement) focusFirst(event.target)
          }}
          onKeyDown={answerByEnter}
          onInput={() => {
            isFilledIn.current = true
          }}
          onPointerDownOutside={(event) => {
            if (isFilledIn.current) event.preventDefault()
          }}
          onCloseAutoFocus={(event) => {
            // The library gives it back to a trigger, which these windows have not, and so to nobody.
            event.preventDefault()
            giveFocusBack(openedFrom.current)
          }}
          // The window hears the key before the field in it does, so an open list of suggestions is closed by its field and the window stays.
          onEscapeKeyDown={(event) => {
            if (event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true') event.preventDefault()
          }}
          className={classes(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-4rem)] w-[calc(100vw-2rem)] -translate-1/2 flex-col rounded-lg bg-raised shadow-raised outline-none',
            'phone:top-auto phone:bottom-0 phone:left-0 phone:max-h-[92dvh] phone:w-full phone:max-w-none phone:translate-0 phone:rounded-b-none',
            widths[size],
          )}
        >
          {/* No header element: outside of an article it would be a second one of the page. */}
          <div className="flex items-start justify-between gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0">
              <Parts.Title className="text-lg font-semibold">{title}</Parts.Title>
              {description !== undefined && (
                <Parts.Description asChild>
                  <div className="mt-1 text-base text-soft">{description}</div>
                </Parts.Description>
              )}
            </div>
            <Parts.Close asChild>
              <IconButton label={say('close')} size="small" className="-me-1.5">
                <X aria-hidden />
              </IconButton>
            </Parts.Close>
          </div>
          <div data-part="body" className="min-h-0 flex-1 overflow-y-auto px-5 py-2">
            {children}
          </div>
          {actions !== undefined && (
            <footer data-part="actions" className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-5">
              {actions}
            </footer>
          )}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}
