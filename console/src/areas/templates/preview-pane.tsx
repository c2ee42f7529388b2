// The mail as its reader would get it, while it is written: wide, on a phone, in the dark, as text, or all of them beside each other; with its subject line,
// its sender, its size, and where its links lead.

import { ImageOff, Images, Pencil } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { Badge } from '../../kit/badge.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { likelyHeight, MailFrame } from '../../kit/mail-frame.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { useIsPhone } from '../../kit/use-is-phone.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { LinksShown } from './links-shown.tsx'
import type { Preview } from './problem-list.tsx'

const views = ['desktop', 'phone', 'dark', 'text', 'links', 'all'] as const
type View = (typeof views)[number]
type Mail = NonNullable<Preview['mail']>

const phoneWidth = 390
const wideWidth = 640
/** What the head of the page and of the pane leave. */
const roomHeight = 'max(20rem, calc(100dvh - 20rem))'

export interface PreviewPaneProps {
  readonly preview: Preview | undefined
  /** What is shown is of before the last letters. */
  readonly isStale: boolean
  /** With whom it is shown. */
  readonly above: ReactNode
}

/** The pane; the last mail that could be made stays in sight while the next one is on its way. */
export function PreviewPane({ preview, isStale, above }: PreviewPaneProps) {
  const say = useWords('templates')
  const [view, setView] = useUrlState('view', 'desktop')
  const [pictures, setPictures] = useUrlState('pictures', 'own')
  const last = useRef<Preview | undefined>(undefined)
  if (preview !== undefined && preview.mail !== null) last.current = preview
  const mail = last.current?.mail ?? null
  const page = last.current?.page ?? null
  const isBroken = preview !== undefined && preview.mail === null
  const isRemote = pictures === 'remote'
  return (
    <section aria-label={say('preview')} className="sticky top-[4.5rem] min-w-0 overflow-hidden rounded-lg border border-line bg-sunken max-[64rem]:static">
      <div className="flex items-start justify-between gap-2 border-b border-line bg-card px-3 py-2 phone:flex-wrap">
        {above}
        <Button
          size="small"
          kind="quiet"
          aria-pressed={isRemote}
          icon={isRemote ? <Images /> : <ImageOff />}
          onClick={() => setPictures(isRemote ? 'own' : 'remote')}
        >
          {say(isRemote ? 'pictures-shown' : 'show-pictures')}
        </Button>
      </div>
      {mail !== null && <Envelope mail={mail} />}
      <div className="px-3 pt-3">
        <Tabs
          look="box"
          label={say('preview-as')}
          value={view as View}
          onChange={setView}
          tabs={views.map((value) => ({ value, label: say(`view.${value}`) }))}
        >
          <TabPanel value={view}>
            {preview === undefined && <Skeleton lines={6} className="h-8" />}
            {isBroken && <p className="mb-3 rounded-md bg-warn-tint px-3 py-2 text-warn">{say(mail === null ? 'no-mail' : 'last-mail')}</p>}
            {mail !== null && page !== null && (
              <div className={classes('transition-opacity', (isStale || isBroken) && 'opacity-60')}>
                <Shown mail={mail} page={page} view={view as View} pictures={isRemote ? 'remote' : 'own'} />
              </div>
            )}
          </TabPanel>
        </Tabs>
      </div>
    </section>
  )
}

function Envelope({ mail }: { readonly mail: Mail }) {
  const say = useWords('templates')
  const formats = useFormats()
  const [tab, setTab] = useUrlState('tab')
  const kilobytes = Math.ceil(mail.bytes / 1024)
  const isClipped = mail.bytes > mail.clippedAtBytes
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 border-b border-line bg-card px-3 py-2">
      <dt className="text-sm text-soft">{say('from')}</dt>
      <dd className="truncate">{mail.from}</dd>
      <dd className="self-start">
        <Badge kind={isClipped ? 'warn' : 'plain'}>{say('size', { size: formats.number(kilobytes), limit: formats.number(mail.clippedAtBytes / 1024) })}</Badge>
      </dd>
      <dt className="text-sm text-soft">{say('subject')}</dt>
      <dd className="col-span-2 flex min-w-0 items-center gap-1">
        <span className="min-w-0">
          <bdi className="font-semibold break-words">{mail.subject}</bdi>
          {mail.preheader !== '' && <span className="break-words text-soft"> {mail.preheader}</span>}
        </span>
        {tab !== 'settings' && (
          <IconButton size="small" label={say('change-inbox-line')} onClick={() => setTab('settings')}>
            <Pencil aria-hidden />
          </IconButton>
        )}
      </dd>
    </dl>
  )
}

function Shown({ mail, page, view, pictures }: { readonly mail: Mail; readonly page: string; readonly view: View; readonly pictures: 'own' | 'remote' }) {
  const say = useWords('templates')
  const isPhone = useIsPhone()
  // One alone scrolls in itself; several, or one on a phone, are as high as they are likely to be and scroll with what is around them.
  const heightAt = (width: number): number | string => (view === 'all' || isPhone ? likelyHeight(mail.html, mail.text, width) : roomHeight)
  const wide = { page, pictures, height: heightAt(wideWidth) }
  const narrow = { page, pictures, height: heightAt(phoneWidth), width: phoneWidth }
  const desktop = <MailFrame {...wide} scheme="light" title={say('mail-desktop')} />
  const phone = <MailFrame {...narrow} scheme="light" title={say('mail-phone')} />
  const dark = <MailFrame {...wide} scheme="dark" title={say('mail-dark')} />
  const text = <pre className="max-w-prose rounded-md bg-card p-4 font-sans break-words whitespace-pre-wrap">{mail.text}</pre>
  const shown = { desktop, phone, dark, text }
  if (view === 'links')
    return (
      <Scrolled>
        <LinksShown mail={mail} />
      </Scrolled>
    )
  if (view === 'text') return <Scrolled>{text}</Scrolled>
  if (view !== 'all') return <section aria-label={say('mail')}>{shown[view] ?? desktop}</section>
  return (
    <Scrolled className="grid grid-cols-2 gap-3 phone:grid-cols-1">
      {desktop}
      {phone}
      {dark}
      {text}
    </Scrolled>
  )
}

function Scrolled({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  const say = useWords('templates')
  return (
    <section
      aria-label={say('mail')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too
      tabIndex={0}
      className={classes('max-h-[calc(100dvh-20rem)] overflow-auto pb-3 phone:max-h-none', className)}
    >
      {children}
    </section>
  )
}
