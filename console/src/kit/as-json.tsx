// Any thing as the API answers it, to read and to copy: what scripts and the command line work with.

import { Braces } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../words/words.ts'
import { IconButton } from './button.tsx'
import { CodeEditor } from './code-editor.tsx'
import { CopyButton } from './copy-button.tsx'
import { Dialog } from './dialog.tsx'

/** <AsJson value={message} title={message.key} /> */
export function AsJson({ value, title }: { readonly value: unknown; readonly title: string }) {
  const say = useWords('kit')
  const [isOpen, setOpen] = useState(false)
  const text = isOpen ? JSON.stringify(value, null, 2) : ''
  return (
    <>
      <IconButton label={say('as-json')} onClick={() => setOpen(true)}>
        <Braces aria-hidden />
      </IconButton>
      <Dialog open={isOpen} onOpenChange={setOpen} title={title} description={say('as-json-about')} size="wide" actions={<CopyButton text={text} />}>
        <CodeEditor label={title} language="json" value={text} className="h-[60vh]" />
      </Dialog>
    </>
  )
}
