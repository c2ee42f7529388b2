// Copies a text, such as an id, and says for a moment that it did.

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../words/words.ts'
import { IconButton } from './button.tsx'
import { after } from './clock.ts'

const shownMs = 1500

/** <CopyButton text={message.key} /> */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const say = useWords('kit')
  const [isCopied, setCopied] = useState(false)
  useEffect(() => (isCopied ? after(shownMs, () => setCopied(false)) : undefined), [isCopied])
  return (
    <>
      <IconButton size="small" label={isCopied ? say('copied') : (label ?? say('copy'))} onClick={() => void copyText(text).then(() => setCopied(true))}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
      <span role="status" className="sr-only">
        {isCopied ? say('copied') : ''}
      </span>
    </>
  )
}

/** Browsers lend their clipboard only to pages that came over HTTPS or from this machine; elsewhere an old way does it. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
