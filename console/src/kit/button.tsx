// Buttons: primary for the one thing a page is for, quiet for what is beside it, danger only for stopping and removing. A disabled one says why in `why`.
// One whose work is under way keeps the focus, so that whoever pressed it by keyboard goes on from there.
// The second press of a double click is not meant, and least by what came into the place of what was pressed: it counts for none of those that do something
// for good.

import { cva } from 'class-variance-authority'
import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import { Tip } from './tip.tsx'

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:opacity-50 aria-disabled:opacity-50 aria-disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'forced-colors:border bg-accent text-on-accent hover:bg-accent-strong',
        plain: 'border border-line bg-card text-ink hover:bg-sunken aria-pressed:bg-tint aria-pressed:text-on-tint',
        quiet: 'text-soft hover:bg-sunken hover:text-ink aria-pressed:bg-tint aria-pressed:text-on-tint',
        danger: 'forced-colors:border bg-bad text-on-bad hover:bg-bad-strong',
        'danger-plain': 'border border-bad bg-card text-bad hover:bg-bad-tint',
      },
      size: {
        normal: 'h-9 px-3 text-base phone:h-11',
        small: 'h-7 px-2 text-sm phone:h-11 phone:px-3',
        icon: 'size-9 phone:size-11',
        'icon-small': 'size-7 phone:size-11',
      },
    },
    defaultVariants: { kind: 'plain', size: 'normal' },
  },
)

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger' | 'danger-plain'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind
  readonly size?: 'normal' | 'small'
  readonly icon?: ReactNode
  /** What it does is under way: it cannot be pressed again meanwhile. */
  readonly isBusy?: boolean
  /** Why it cannot be pressed, shown on hover and focus. It is disabled then. */
  readonly why?: string | undefined
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button with a text. */
export function Button({ kind = 'plain', size = 'normal', icon, isBusy = false, why, className, children, ...rest }: ButtonProps) {
  const own = { type: 'button' as const, ...rest, className: classes(look({ kind, size }), className) }
  if (why !== undefined) {
    // aria-disabled keeps it in the tab order, so that the reason can be read.
    return (
      <Tip says={why}>
        <button {...own} aria-disabled onClick={(event) => event.preventDefault()}>
          {icon}
          {children}
        </button>
      </Tip>
    )
  }
  const isOnce = rest.type === 'submit' || (kind !== 'plain' && kind !== 'quiet')
  return (
    <button {...own} {...(isOnce ? { onClick: unlessDoubled(rest.onClick) } : {})} {...(isBusy ? underWay : {})}>
      {icon}
      {children}
    </button>
  )
}

/** `disabled` would take the focus away, and `aria-disabled` says the same. */
const underWay = { 'aria-disabled': true, 'aria-busy': true, onClick: (event: MouseEvent<HTMLButtonElement>) => event.preventDefault() } as const

type OnClick = ButtonHTMLAttributes<HTMLButtonElement>['onClick']

function unlessDoubled(onClick: OnClick): OnClick {
  return (event: MouseEvent<HTMLButtonElement>) => (event.detail > 1 ? event.preventDefault() : onClick?.(event))
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'size'> {
  /** What it does, for those who hear it, and shown on hover. */
  readonly label: string
  readonly size?: 'normal' | 'small'
  readonly children: ReactNode
}

/** A button that is only a picture. */
export function IconButton({ label, kind = 'quiet', size = 'normal', why, className, children, isBusy = false, ...rest }: IconButtonProps) {
  const own = {
    type: 'button' as const,
    ...rest,
    'aria-label': label,
    className: classes(look({ kind, size: size === 'small' ? 'icon-small' : 'icon' }), className),
  }
  return (
    <Tip says={why ?? label}>
      {why === undefined ? (
        <button {...own} {...(isBusy ? underWay : {})}>
          {children}
        </button>
      ) : (
        <button {...own} aria-disabled onClick={(event) => event.preventDefault()}>
          {children}
        </button>
      )}
    </Tip>
  )
}

/** The look of a button for a link. */
export function buttonClasses(how: { readonly kind?: ButtonKind; readonly size?: 'normal' | 'small' } = {}): string {
  return look({ kind: how.kind ?? 'plain', size: how.size ?? 'normal' })
}
