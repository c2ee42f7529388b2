// Copies a text, such as an id, and says for a moment that it did, or that it could not.

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../words/words.ts'
import { IconButton } from './button.tsx'
import { after } from './clock.ts'

const shownMs = 1500

/** <CopyButton text={message.key} /> */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const say = useWords('kit')
  const [outcome, setOutcome] = useState<'copied' | 'not-copied' | undefined>()
  useEffect(() => (outcome === 'copied' ? after(shownMs, () => setOutcome(undefined)) : undefined), [outcome])
  return (
    <>
      <IconButton
        size="small"
        label={outcome === 'copied' ? say('copied') : (label ?? say('copy'))}
        onClick={() => void copyText(text).then((isCopied) => setOutcome(isCopied ? 'copied' : 'not-copied'))}
      >
        {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
      <span role="status" className={outcome === 'not-copied' ? 'text-sm text-bad' : 'sr-only'}>
        {outcome === undefined ? '' : say(outcome)}
      </span>
    </>
  )
}

/**
 * Browsers lend their clipboard only to pages that came over HTTPS or from this machine; elsewhere an old way does it. Whether it was copied. A dialog lets the
 * focus go nowhere else, so what is copied is handed over when the browser asks, and what is marked for browsers that ask only then stands in the dialog.
 */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  let isHandedOver = false
  const handOver = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    isHandedOver = event.clipboardData !== null
  }
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  ;(focused?.closest('[role=dialog], [role=alertdialog]') ?? document.body).append(area)
  area.select()
  document.addEventListener('copy', handOver)
  const isCopied = document.execCommand('copy')
  document.removeEventListener('copy', handOver)
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied && isHandedOver
}
