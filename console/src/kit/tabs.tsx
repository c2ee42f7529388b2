// Tabs: several views of one thing. Which one is open belongs into the address, so the page holds it (useUrlState). Without panels it is a choice of one.

import { Tabs as Parts, ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'

export interface Tab<Value extends string> {
  readonly value: Value
  readonly label: ReactNode
}

export interface TabsProps<Value extends string> {
  readonly tabs: readonly Tab<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  /** What they are views of, for those who hear the page. */
  readonly label: string
  /** line: for the parts of a page. box: for views of one thing, such as canvas, outline and code. */
  readonly look?: 'line' | 'box'
  readonly children?: ReactNode
}

const looks = {
  line: {
    // The line is a shadow, because a tab that reaches over a border would make the row scroll up and down.
    list: 'flex gap-1 overflow-x-auto overflow-y-hidden shadow-[inset_0_-1px_0_var(--line)]',
    tab: 'h-10 shrink-0 focus-visible:-outline-offset-2 border-b-2 border-transparent px-3 text-base font-medium text-soft hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink data-[state=on]:border-accent data-[state=on]:text-ink phone:h-11',
  },
  box: {
    list: 'inline-flex max-w-full overflow-x-auto rounded-md border border-line bg-sunken p-0.5',
    tab: 'h-8 shrink-0 focus-visible:-outline-offset-2 rounded-sm px-3 text-base font-medium text-soft hover:text-ink data-[state=active]:bg-card data-[state=active]:text-ink data-[state=on]:bg-card data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line)] phone:h-10',
  },
} as const

/** The children are <TabPanel value="…"> of the tabs; without any it chooses what is shown elsewhere. */
export function Tabs<Value extends string>({ tabs, value, onChange, label, look = 'line', children }: TabsProps<Value>) {
  if (children === undefined) {
    return (
      <ToggleGroup.Root
        type="single"
        value={value}
        onValueChange={(next) => next !== '' && onChange(next as Value)}
        aria-label={label}
        className={looks[look].list}
      >
        {tabs.map((tab) => (
          <ToggleGroup.Item key={tab.value} value={tab.value} className={looks[look].tab}>
            {tab.label}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    )
  }
  return (
    <Parts.Root value={value} onValueChange={(next) => onChange(next as Value)}>
      <Parts.List aria-label={label} className={looks[look].list}>
        {tabs.map((tab) => (
          <Parts.Trigger key={tab.value} value={tab.value} className={looks[look].tab}>
            {tab.label}
          </Parts.Trigger>
        ))}
      </Parts.List>
      {children}
    </Parts.Root>
  )
}

/** What a tab shows. */
export function TabPanel({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Parts.Content value={value} className="pt-4 outline-offset-4">
      {children}
    </Parts.Content>
  )
}
