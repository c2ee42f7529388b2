// The picture that was typed, in a frame: asked for a moment after the typing, and of another server only after a press.

import { useEffect, useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { after } from '../../kit/clock.ts'
import { useWords } from '../../words/words.ts'
import { ItemPicture } from './item-picture.tsx'

const typingMs = 400

interface TypedPictureProps {
  readonly collection: string
  readonly image: string
  readonly title: string
}

/** Nothing where no address stands. */
export function TypedPicture({ collection, image, title }: TypedPictureProps) {
  const say = useWords('catalogue')
  const [address, setAddress] = useState(image.trim())
  useEffect(() => after(typingMs, () => setAddress(image.trim())), [image])
  const isAddress = /^https?:\/\/[^\s/]+\/\S*$/.test(address)
  const { data } = useAsk(
    'GET /catalogue/{collection}/picture',
    { params: { collection }, query: { image: address } },
    { when: isAddress, keepsPrevious: true },
  )
  if (!isAddress || data === undefined || data.picture === null) return null
  return <ItemPicture page={data.picture} title={say('picture-of', { title: title === '' ? address : title })} />
}
