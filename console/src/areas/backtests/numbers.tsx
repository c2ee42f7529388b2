// A small table of names and numbers: the first column names, the others stand at the end. It scrolls by itself where it is too wide.

import type { ReactNode } from 'react'

export interface NumbersProps {
  readonly label: string
  readonly head: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[]
}

/** <Numbers label="…" head={['Step', 'Reached']} rows={[{ key: 'a', cells: ['a', '12'] }]} /> */
export function Numbers({ label, head, rows }: NumbersProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-base">
        <thead>
          <tr className="border-b border-line text-sm text-soft">
            {head.map((title, index) => (
              <th key={title} scope="col" className={`px-4 py-2 font-medium ${index === 0 ? 'text-start' : 'text-end'}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-b border-line last:border-0">
              {cells.map((cell, index) => (
                <td key={head[index]} className={`px-4 py-2 ${index === 0 ? 'text-start' : 'text-end'}`}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
