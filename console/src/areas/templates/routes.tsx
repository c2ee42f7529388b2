// Templates: what mails look like, shown with real people before anybody gets them.

import { LayoutTemplate } from 'lucide-react'
import { askAhead } from '../../client/use-ask.ts'
import { defineArea } from '../../shell/area.ts'
import { templateAhead } from './ahead.ts'

export const area = defineArea({
  name: 'templates',
  words: import.meta.glob('./words/*.json'),
  rail: { to: '/templates', icon: LayoutTemplate, order: 40 },
  pages: [
    {
      path: '/templates',
      prepare: ({ search }) => void askAhead('GET /templates', { query: { days: Number(search['days'] ?? 30) } }),
      load: () => import('./templates-page.tsx').then((it) => it.TemplatesPage),
    },
    {
      path: '/templates/$template',
      prepare: ({ params, search }) => templateAhead(params['template'] ?? '', search),
      load: () => import('./template-page.tsx').then((it) => it.TemplatePage),
    },
  ],
  makesTemplates: () => import('./make-template.tsx'),
  find: async (text, signal) => {
    const [{ ask }, { subjectInWords }] = await Promise.all([import('../../client/ask.ts'), import('./subject-in-words.ts')])
    const { templates } = await ask('GET /templates', { query: {}, signal })
    const wanted = text.toLowerCase()
    return templates
      .filter(({ template, subject }) => template.toLowerCase().includes(wanted) || subject.toLowerCase().includes(wanted))
      .slice(0, 8)
      .map(({ template, subject }) => ({ title: template, detail: subjectInWords(subject), to: `/templates/${encodeURIComponent(template)}` }))
  },
})
