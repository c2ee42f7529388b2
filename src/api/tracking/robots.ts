// What renders pages without a person in front of them: crawlers, previews, test runs. They run the script of a page as a browser does, and would
// become visitors who never come back. The table stands in docs/reference/browser-script.md. Programs that send events on purpose are none of these.

export interface RobotRule {
  readonly rule: string
  readonly because: string
  readonly agent: RegExp
}

export const robotRules: readonly RobotRule[] = [
  {
    rule: 'crawler',
    because: 'It collects pages for a search engine, an archive or a language model.',
    agent: /(?<!\bcu)bots?\b|crawl|spider|slurp|archiver|mediapartners|gptbot|ccbot|claudebot|bytespider/i,
  },
  {
    rule: 'preview',
    because: 'It shows a link in a chat, a feed or a mail program.',
    agent: /facebookexternalhit|facebookcatalog|whatsapp|telegrambot|skypeuripreview|slackbot|discordbot|linkpreview|embedly|pinterest\/0|vkshare/i,
  },
  {
    rule: 'measurement',
    because: 'It measures how fast or how well a page works, or whether it is there.',
    agent: /lighthouse|pagespeed|gtmetrix|pingdom|uptime|statuscake|site24x7|webpagetest|ptst\/|datadogsynthetics|checkly/i,
  },
  { rule: 'headless', because: 'It is a browser without a window, driven by a program.', agent: /headless|phantomjs|electron-prerender|prerender/i },
]

/** The rule by which it is one; undefined for everybody else. */
export function robotRuleOf(agent: string | undefined): string | undefined {
  return agent === undefined ? undefined : robotRules.find((rule) => rule.agent.test(agent))?.rule
}
