// A warning that the mail still says what its ready design came with.

import { useEffect, useState } from 'react'
import { useAsk } from '../../../client/use-ask.ts'
import { areas } from '../../../shell/areas.ts'
import { useWords } from '../../../words/words.ts'

const maker = areas.find(({ makesTemplates }) => makesTemplates !== undefined)

/** Nothing where the words are somebody's own. */
export function LeftOfDesign({ template }: { readonly template: string }) {
  const say = useWords('mailing')
  const parts = useAsk('GET /templates/{template}', { params: { template } }).data?.parts
  const [left, setLeft] = useState<readonly string[]>([])
  useEffect(() => {
    let isGone = false
    const pages = parts?.map(({ text }) => text) ?? []
    void maker?.makesTemplates?.().then(async ({ leftOfDesign }) => {
      const found = await leftOfDesign(pages)
      if (!isGone) setLeft(found)
    })
    return () => {
      isGone = true
    }
  }, [parts])
  return left.map((sentence) => (
    <p key={sentence} className="rounded-md bg-warn-tint px-3 py-2 text-base break-words text-warn">
      {say('mail.left-of-design', { sentence })}
    </p>
  ))
}
