// The frame of pages before anybody has signed in: a card in the middle, and nothing that could be clicked by mistake.

import type { ReactNode } from 'react'
import { AwayBar } from './away-bar.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Logo } from './logo.tsx'
import { ThemeMenu } from './theme-menu.tsx'

/** <BareFrame title="…" about="…">form</BareFrame> */
export function BareFrame({ title, about, children }: { readonly title: string; readonly about?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <AwayBar />
      <div className="flex justify-end gap-1 p-2">
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center px-4 pb-24">
        <div className="mb-5 flex items-center gap-2.5 text-xl font-semibold">
          <Logo size={32} />
          Oncue
        </div>
        <div className="rounded-lg border border-line bg-card p-6 phone:p-5">
          <h1 className="text-lg font-semibold">{title}</h1>
          {about !== undefined && <div className="mt-1 mb-4 text-base text-soft">{about}</div>}
          {children}
        </div>
      </main>
    </div>
  )
}
