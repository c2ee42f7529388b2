// The steps themselves: the first that is not done is open; each can be opened. Above them, while a demo is still empty, the choice with which everything begins.

import { Link } from '@tanstack/react-router'
import { Check, ChevronDown, ExternalLink, Send } from 'lucide-react'
import { type ReactNode, Suspense, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { CopyButton } from '../../kit/copy-button.tsx'
import { lazy } from '../../kit/lazy.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { FillDemo } from './fill-demo.tsx'
import { useFirstSteps } from './use-first-steps.ts'

/** Its form is large, and few open it. */
const OwnSiteDialog = lazy(() => import('./own-site-dialog.tsx').then((it) => ({ default: it.OwnSiteDialog })))

type Steps = AnswerOf<'GET /first-steps'>
type Step = Steps['steps'][number]['step']

/** Steps that are others where nobody has a demo. */
const site: Partial<Record<Step, true>> = { see: true, event: true, own: true }

/** The list, and what comes before it. */
export function FirstSteps() {
  const say = useWords('first-run')
  const steps = useFirstSteps()
  const [opened, setOpened] = useUrlState('step')
  const { data } = steps
  if (data === undefined) return steps.error === null ? <Skeleton lines={5} className="h-9" /> : <Problem problem={steps.error} />
  const isSite = data.of !== 'demo'
  const next = data.steps.find((one) => !one.done)?.step
  const open = opened === '' ? next : opened
  return (
    <div className="flex flex-col gap-3">
      {data.filling !== null && <FillDemo filling={data.filling} people={data.people} isAway={steps.error !== null} />}
      <ol className="flex flex-col">
        {data.steps.map(({ step, done }, index) => (
          <li key={step} className="border-t border-line first:border-0">
            <button
              type="button"
              aria-expanded={open === step}
              className="flex min-h-11 w-full items-center gap-3 rounded-md py-1.5 text-start hover:bg-sunken/60"
              onClick={() => setOpened(open === step ? 'none' : step)}
            >
              <span
                className={classes(
                  'grid size-6 shrink-0 place-items-center rounded-full text-sm font-medium',
                  done ? 'bg-good-tint text-good' : 'bg-sunken text-soft',
                )}
              >
                {done ? <Check aria-hidden className="size-4" /> : index + 1}
              </span>
              <span className={classes('flex-1', step === next && 'font-medium')}>
                {say(isSite && step in site ? `step.${step}.site-title` : `step.${step}.title`)}
              </span>
              {done && <span className="text-sm text-good">{say('done')}</span>}
              <ChevronDown aria-hidden className={classes('size-4 text-soft transition-transform', open === step && 'rotate-180')} />
            </button>
            {open === step && (
              <div className="flex flex-col items-start gap-3 ps-9 pb-4 phone:ps-0">
                <p className="max-w-prose text-soft">{say(isSite && step in site ? `step.${step}.site-about` : `step.${step}.about`)}</p>
                <StepHelp step={step} steps={data} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

function StepHelp({ step, steps }: { readonly step: Step; readonly steps: Steps }) {
  const say = useWords('first-run')
  const link = (to: string, label: string, kind: 'primary' | 'plain' = 'primary'): ReactNode => (
    <Link to={to} className={buttonClasses({ kind })}>
      {label}
    </Link>
  )
  switch (step) {
    case 'see':
      return (
        <div className="flex flex-wrap gap-2">
          {steps.of === 'demo' ? (
            <Outside href="/demo" label={say('open-shop')} kind="primary" />
          ) : (
            <Link to={'/people' as string} search={{ add: '1' } as never} className={buttonClasses({ kind: 'primary' })}>
              {say('add-person')}
            </Link>
          )}
          <Outside href="/mailbox" label={say('open-mailbox')} kind="plain" />
        </div>
      )
    case 'event':
      return steps.of === 'demo' ? (
        <SendEvent steps={steps} />
      ) : (
        <div className="flex flex-wrap gap-2">
          {link('/developers', say('to-connect'))}
          {link('/imports', say('to-imports'), 'plain')}
        </div>
      )
    case 'publish':
      return link('/templates', say('to-templates'))
    case 'why':
      return link('/people', say('to-people'))
    case 'own':
      return <Own steps={steps} />
  }
}

function Outside({ href, label, kind }: { readonly href: string; readonly label: string; readonly kind: 'primary' | 'plain' }) {
  const say = useWords('first-run')
  return (
    <a href={href} target="_blank" rel="noreferrer" className={buttonClasses({ kind })}>
      {label} <ExternalLink aria-hidden />
      <span className="sr-only">{say('new-tab')}</span>
    </a>
  )
}

/** With a button, or with a line for a terminal, as a server would. */
function SendEvent({ steps }: { readonly steps: Steps }) {
  const say = useWords('first-run')
  const why = useMay('editor')
  const send = useTell('POST /first-steps/event', { refreshes: ['/first-steps', '/overview', '/subscribers'] })
  const event = {
    userId: 'me',
    event: 'Product Added',
    properties: { cart_id: 'my-first', product_id: '54', name: 'Nebula Pro Headlamp', price: 59.99, quantity: 1 },
  }
  const line = `curl -u ${steps.writeKey ?? 'WRITE_KEY'}: ${window.location.origin}/v1/track -H 'content-type: application/json' -d '${JSON.stringify(event)}'`
  const isDone = steps.steps.some(({ step, done }) => step === 'event' && done)
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" icon={<Send aria-hidden />} why={why} isBusy={send.isPending} onClick={() => send.mutate({})}>
          {say('send-event')}
        </Button>
        <Link to="/live" className={buttonClasses({})}>
          {say('to-live')}
        </Link>
      </div>
      {send.error && <Problem problem={send.error} />}
      <p className="text-soft">{say('or-terminal')}</p>
      <div className="flex w-full max-w-3xl items-start gap-1 rounded-md bg-sunken p-2 ps-3">
        <code className="min-w-0 flex-1 font-mono text-sm break-all">{line}</code>
        <CopyButton text={line} label={say('copy-line')} />
      </div>
      <p role="status" className="flex items-center gap-2 text-sm text-soft">
        {!isDone && <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent" />}
        {say(isDone ? 'event-came' : 'event-waits')}
      </p>
    </>
  )
}

function Own({ steps }: { readonly steps: Steps }) {
  const say = useWords('first-run')
  const mayNot = useMay('owner')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      {steps.of === 'demo' ? (
        <Button kind="primary" why={mayNot ?? steps.ownSite ?? undefined} onClick={() => setOpen(true)}>
          {say('own.begin')}
        </Button>
      ) : (
        <Link to={'/settings/sending' as string} className={buttonClasses({ kind: 'primary' })}>
          {say('to-sending')}
        </Link>
      )}
      {isOpen && (
        <Suspense>
          <OwnSiteDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
