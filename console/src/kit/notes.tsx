// The notes themselves. Fetched by toast.tsx alone.

import { useEffect } from 'react'
import { Toaster as Sonner, toast as show } from 'sonner'

/** Shows one. */
export function showNote(
  text: string,
  more: { readonly description?: string; readonly action?: { readonly label: string; readonly onClick: () => void } },
): void {
  show(text, more)
}

/** Where they stand; says when it is ready for the first. */
export function Notes({ onThere }: { readonly onThere: () => void }) {
  useEffect(onThere, [onThere])
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      offset={16}
      mobileOffset={{ bottom: 76 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-80 items-center gap-3 rounded-md border border-line bg-raised px-4 py-3 text-base text-ink shadow-raised',
          description: 'text-sm text-soft',
          actionButton: 'ms-auto rounded-sm px-2 py-1 font-medium text-accent hover:bg-sunken',
        },
      }}
    />
  )
}
