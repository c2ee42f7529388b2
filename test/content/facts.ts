// A subscriber with everything that templates like to speak of.

import type { Facts } from '../../src/model/facts.ts'

export const facts: Facts = {
  subscriber: { first_name: 'Ann <b>', email: 'ann@example.com', locale: 'de-DE', timezone: 'Europe/Berlin' },
  trigger: { cart_id: 'c-1', at: Date.UTC(2026, 10, 21, 10, 0, 0), tricky: '{{ subscriber.email }} {% if true %}', big: 'x'.repeat(20_000) },
  cart: {
    value: 1234.5,
    count: 2,
    items: [
      { name: 'Shoe & Co', price: 10 },
      { name: 'Hat', price: 5.5 },
    ],
  },
  journey: 'welcome',
  step: 'hello',
  workspace: { name: 'Shop' },
  unsubscribe_url: 'https://news.example.com/u?a=1&b=2',
  now: Date.UTC(2026, 10, 21, 12, 0, 0),
}
