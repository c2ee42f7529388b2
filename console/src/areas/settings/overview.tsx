// What the settings begin with: each section in a sentence.

import { Link } from '@tanstack/react-router'
import { useWords } from '../../words/words.ts'
import { sections } from './sections.ts'

/** The list of sections. */
export function Overview() {
  const say = useWords('settings')
  return (
    <ul className="grid grid-cols-2 gap-3 phone:grid-cols-1">
      {sections.map((section) => (
        <li key={section}>
          <Link to={`/settings/${section}`} className="block h-full rounded-lg border border-line bg-card p-4 hover:bg-sunken">
            <span className="block font-medium">{say(`section.${section}`)}</span>
            <span className="mt-0.5 block text-sm text-soft">{say(`about.${section}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
