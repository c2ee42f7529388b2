// A mail in a frame that can do nothing: no script, no link, pictures of others only when asked. The page before stays until the next one is there, so
// that typing does not flicker.

import { useEffect, useState } from 'react'
import { classes } from './classes.ts'

export interface MailFrameProps {
  /** The page of a preview. */
  readonly page: string
  readonly title: string
  readonly scheme: 'light' | 'dark'
  readonly pictures: 'own' | 'remote'
  /** How high the mail is likely to be, in pixels, for the frame cannot be asked; or the length in CSS that it has to do with, and scrolls in. */
  readonly height: number | string
  /** In pixels; as wide as there is room without it. */
  readonly width?: number
}

/** The frame. */
export function MailFrame({ page, title, scheme, pictures, height, width }: MailFrameProps) {
  const wanted = `${page}?scheme=${scheme}&pictures=${pictures}`
  const [shown, setShown] = useState(wanted)
  const [coming, setComing] = useState<string | undefined>()
  useEffect(() => {
    if (wanted !== shown) setComing(wanted)
  }, [wanted, shown])
  const frame = (source: string, isShown: boolean) => (
    <iframe
      key={source}
      src={source}
      title={title}
      aria-hidden={isShown ? undefined : true}
      tabIndex={isShown ? undefined : -1}
      sandbox=""
      referrerPolicy="no-referrer"
      onLoad={() => {
        if (isShown) return
        setShown(source)
        setComing(undefined)
      }}
      className={classes('block w-full border-0', !isShown && 'pointer-events-none absolute inset-0 opacity-0')}
      style={{ height, colorScheme: scheme }}
    />
  )
  return (
    <div className="relative mx-auto w-full overflow-hidden rounded-md bg-white" style={width === undefined ? undefined : { maxWidth: width }}>
      {frame(shown, true)}
      {coming !== undefined && coming !== shown && frame(coming, false)}
    </div>
  )
}

/** How high a mail of these words is about, where it is this wide. */
export function likelyHeight(html: string, text: string, width: number): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * 9) / width)), 0)
  const pictures = [...html.matchAll(/<img\b[^>]*?(?:\sheight="(\d+)"|>)/g)].reduce((sum, [, height]) => sum + Math.min(Number(height ?? 80), 400), 0)
  return Math.min(Math.max(640, 320 + lines * 34 + pictures), 6000)
}
