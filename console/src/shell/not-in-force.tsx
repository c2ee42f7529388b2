// Said where something was chosen that holds only once a draft is published, with the way to do that without leaving what is being typed.

import { useState } from 'react'
import { Button } from '../kit/button.tsx'
import { useWords } from '../words/words.ts'
import { PublishDialog } from './publish/publish-dialog.tsx'
import { useMay } from './session.ts'

/** `draft`: the file that has to be published; undefined where nothing is in the way. */
export function NotInForce({ draft, name }: { readonly draft: string | undefined; readonly name: string }) {
  const say = useWords('shell')
  const why = useMay('editor')
  const [isPublishing, setPublishing] = useState(false)
  return (
    <>
      {draft !== undefined && (
        <div role="status" className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-warn-tint px-3 py-2 text-base text-warn">
          <span className="min-w-0 flex-1 basis-48">{say('not-in-force', { name })}</span>
          <Button size="small" why={why} onClick={() => setPublishing(true)}>
            {say('publish-it')}
          </Button>
        </div>
      )}
      {isPublishing && draft !== undefined && <PublishDialog paths={[draft]} name={name} onClose={() => setPublishing(false)} />}
    </>
  )
}
