// The head of every page: which workspace, the way to everything (Ctrl-K), language, look, who has signed in, and the button that stops all sending.

import { Link } from '@tanstack/react-router'
import { Mail, Search, Store } from 'lucide-react'
import { type ReactNode, Suspense, useEffect, useLayoutEffect, useState } from 'react'
import { Badge } from '../kit/badge.tsx'
import { classes } from '../kit/classes.ts'
import { lazy } from '../kit/lazy.ts'
import { markTabs } from '../kit/tab-title.ts'
import { Tip } from '../kit/tip.tsx'
import { useWords } from '../words/words.ts'
import { AccountMenu } from './account-menu.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Logo } from './logo.tsx'
import { StopAll } from './stop-all.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { useWorkspace } from './workspace.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

/** The header. */
export function Header() {
  const say = useWords('shell')
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  const open = (isToOpen: boolean): void => {
    setOpened(true)
    setOpen(isToOpen)
  }
  // From the first picture on: who sees the page may press the keys.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpened(true)
      setOpen((before) => !before)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <header className="flex h-14 items-center gap-3 border-b border-line bg-card px-4 phone:gap-1 phone:px-2">
      <div className="flex min-w-0 flex-1 items-center gap-2 phone:gap-1">
        <Link to="/" className="flex shrink-0 items-center gap-2 rounded-md text-lg font-semibold">
          <Logo size={24} />
          <span className="phone:sr-only">Oncue</span>
        </Link>
        <Environment />
      </div>
      <button
        type="button"
        onClick={() => open(true)}
        className="flex h-9 w-80 shrink items-center gap-2 rounded-md border border-line bg-paper px-2.5 text-base text-soft hover:border-line-strong phone:size-11 phone:justify-center phone:border-0 phone:bg-transparent phone:px-0"
      >
        <Search aria-hidden className="size-4 shrink-0 phone:size-5" />
        <span className="flex-1 truncate text-start phone:sr-only">{say('search')}</span>
        <kbd className="rounded-sm border border-line bg-card px-1.5 text-xs phone:hidden">Ctrl K</kbd>
      </button>
      <div className="flex flex-1 items-center justify-end gap-1.5 phone:flex-none phone:gap-1">
        <span className="flex items-center gap-1 phone:hidden">
          <LanguageMenu />
          <ThemeMenu />
        </span>
        <AccountMenu />
        <StopAll />
      </div>
      {wasOpened && (
        <Suspense>
          <Palette open={isOpen} onOpenChange={open} />
        </Suspense>
      )}
    </header>
  )
}

/** The workspace's name, and whether messages reach people; a copy is told apart in the tab's name too. */
function Environment() {
  const say = useWords('shell')
  const { data } = useWorkspace()
  const mark = data?.of === 'staging' ? say('environment.copy') : undefined
  useEffect(() => {
    markTabs(mark)
    return () => markTabs(undefined)
  }, [mark])
  if (data === undefined) return null
  const isLive = data.environment === 'live'
  const isCopy = mark !== undefined
  const which = isCopy ? 'copy' : isLive ? 'live' : data.hasDemo ? 'demo' : 'trial'
  return (
    <>
      <span className="truncate text-base font-medium text-soft phone:ms-1 phone:line-clamp-2 phone:text-sm phone:whitespace-normal max-[22.5rem]:sr-only">
        {data.workspace}
      </span>
      <Tip says={say(`environment.${isCopy || isLive ? which : 'demo'}-means`)}>
        <button type="button" className="inline-flex min-h-6 shrink-0 cursor-default items-center rounded-sm">
          <Badge kind={isCopy ? 'violet' : isLive ? 'good' : 'warn'}>{say(`environment.${which}`)}</Badge>
        </button>
      </Tip>
      {data.hasDemo && <Beside href="/demo" label={say('environment.shop')} icon={<Store aria-hidden />} />}
      {data.hasMailbox && <MailboxLink />}
    </>
  )
}

const besideLook =
  'flex h-9 shrink-0 items-center gap-1.5 rounded-md px-2 text-base text-soft hover:bg-sunken hover:text-ink [&_svg]:size-4 phone:size-11 phone:justify-center phone:px-0 phone:[&_svg]:size-5'

/** The built-in mailbox, shown inside the console. */
function MailboxLink() {
  const say = useWords('shell')
  return (
    <Link to="/mailbox" className={classes(besideLook, 'max-lg:hidden')}>
      <Mail aria-hidden />
      <span className="max-lg:sr-only">{say('environment.mailbox')}</span>
    </Link>
  )
}

/** What this server shows beside the console, in a tab of its own. */
function Beside({ href, label, icon }: { readonly href: string; readonly label: string; readonly icon: ReactNode }) {
  const say = useWords('shell')
  return (
    <a href={href} target="_blank" rel="noreferrer" className={besideLook}>
      {icon}
      <span className="max-lg:sr-only">{label}</span>
      <span className="sr-only">{say('environment.new-tab')}</span>
    </a>
  )
}
