// Discount codes from a text: one a line, also as a column out of a table with its heading. Codes that are known are passed over.

import { useState } from 'react'
import { ask } from '../../client/ask.ts'
import { answers, refresh } from '../../client/use-ask.ts'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Textarea } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'

const batch = 1000
/** A heading over a column of codes, in the languages of the console: nobody is to be given it as a code. */
const heading = /^(discount|coupon|voucher|promo|rabatt|gutschein)?[ _-]?(codes?|coupons?|vouchers?|gutscheine?|промокоды?|коды?|купоны?)$/i

/** Open as long as it stands in the page. */
export function UploadCodesDialog({ pool, onClose }: { readonly pool: string; readonly onClose: () => void }) {
  const say = useWords('catalogue')
  const [text, setText] = useState('')
  const { isBusy, problem, work } = useWork()
  const words = text.split(/[\s,;]+/).filter((code) => code !== '')
  const codes = [...new Set(heading.test(words[0] ?? '') ? words.slice(1) : words)]
  const upload = (): Promise<void> =>
    work(async () => {
      let added = 0
      let known = 0
      for (let from = 0; from < codes.length; from += batch) {
        const answer = await ask('POST /codes/{pool}', { params: { pool }, body: { codes: codes.slice(from, from + batch) } })
        added += answer.added
        known += answer.known
      }
      await refresh(answers, ['/codes'])
      toast(say('codes-added', { count: added }), known > 0 ? { description: say('codes-known', { count: known }) } : {})
      onClose()
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={say('upload-codes', { pool })}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" isBusy={isBusy} disabled={codes.length === 0} onClick={() => void upload()}>
            {say('add-codes', { count: codes.length })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-2">
        <Field label={say('codes')} hint={say('codes-hint')}>
          {(parts) => <Textarea {...parts} rows={8} value={text} className="font-mono" onChange={({ target: { value } }) => setText(value)} />}
        </Field>
        {problem !== undefined && <Problem problem={problem} />}
      </div>
    </Dialog>
  )
}
