// The window for a new template where one is chosen, such as in a step of a journey: it is a draft, and the page around stays as it is.

import { useAsk } from '../../client/use-ask.ts'
import type { MakeProps } from '../../shell/area.ts'
import { NewTemplateDialog } from './new-template-dialog.tsx'

/** The window. */
export function MakeTemplate({ onMade, onClose }: MakeProps) {
  const { data } = useAsk('GET /templates', { query: {} })
  if (data === undefined) return null
  return (
    <NewTemplateDialog
      open
      onOpenChange={(open) => !open && onClose()}
      taken={data.templates.map(({ template }) => template)}
      onMade={(name) => {
        onMade(name)
        onClose()
      }}
    />
  )
}

export { leftOfDesign } from './left-of-design.ts'
