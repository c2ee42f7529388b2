// The picture of an item: that of the demo shop at once, that of another server only after a press, since a page of the console asks nobody else by itself.

import { useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { MailFrame } from '../../kit/mail-frame.tsx'
import { useWords } from '../../words/words.ts'

/** `page`: where a frame fetches it. */
export function ItemPicture({ page, title }: { readonly page: string; readonly title: string }) {
  const say = useWords('catalogue')
  const [pictures, setPictures] = useState<'own' | 'remote'>('own')
  return (
    <div>
      <MailFrame page={page} title={title} scheme="light" pictures={pictures} height="15rem" />
      {pictures === 'own' && (
        <Button size="small" className="mt-3" onClick={() => setPictures('remote')}>
          {say('load-picture')}
        </Button>
      )}
    </div>
  )
}
