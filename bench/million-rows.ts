// Makes a workspace of few people one of very many, a line of the log of changes and a suppressed address for each, items of a catalogue and as many refused events as are
// kept: rows copied inside the file, so that a million take a minute and not an hour. People are those of the workload again and again, in the same segments and journeys;
// nobody has a deadline.

import { DatabaseSync } from 'node:sqlite'
import { limits } from '../src/model/limits.ts'

export interface ManyRows {
  readonly path: string
  readonly rows: number
  /** People who are there already, numbered from 1. */
  readonly people: number
  readonly now: number
}

export const collection = 'products'

/** Fills the file. No server may have it open. */
export function fillRows({ path, rows, people, now }: ManyRows): void {
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000')
    const numbers = `WITH RECURSIVE series(n) AS (VALUES (${people + 1}) UNION ALL SELECT n + 1 FROM series WHERE n < ${rows})`
    const all = `WITH RECURSIVE series(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM series WHERE n < ${rows})`
    const past = `1 + n % ${people}`
    const steps = [
      // Of each person of before as many as are needed, with the same past.
      `${numbers} INSERT INTO subscriber (number, head, deadline, recent, state, groupings)
       SELECT n, 0, NULL, one.recent, one.state, one.groupings FROM series JOIN subscriber one ON one.number = ${past}`,
      `${numbers} INSERT INTO member (grouping, subscriber)
       SELECT place.value, n FROM series JOIN subscriber one ON one.number = ${past}, json_each(one.groupings) AS place ORDER BY place.value, n`,
      `${numbers} INSERT INTO identity (identity, subscriber) SELECT 'u:user-' || (n - 1), n FROM series`,
      `${all} INSERT OR REPLACE INTO reach (subscriber, channel, address, vouched) SELECT n, 'email', 'user-' || n || '@example.com', 1 FROM series`,
      `${all} INSERT INTO suppression (subscriber, address, channel, since, reason)
       SELECT n, 'user-' || n || '@example.com', 'email', ${now} - n * 1000, CASE n % 3 WHEN 0 THEN 'complaint' ELSE 'hard bounce' END FROM series WHERE n % 2 = 0`,
      `INSERT OR IGNORE INTO grouping (kind, name, people) VALUES ('list', 'everybody', 0), ('list', 'rare', 0), ('name', 'anna', 0), ('name', 'smith', 0)`,
      ...[
        ['list', 'everybody', 1],
        ['list', 'rare', 50_000],
        ['name', 'anna', 7],
        ['name', 'smith', 11],
      ].map(
        ([kind, name, of]) =>
          `${all} INSERT OR IGNORE INTO member (grouping, subscriber)
           SELECT (SELECT id FROM grouping WHERE kind = '${kind}' AND name = '${name}'), n FROM series WHERE n % ${of} = 0`,
      ),
      'UPDATE grouping SET people = (SELECT count(*) FROM member WHERE member.grouping = grouping.id)',
      `${all} INSERT INTO audit (at, admin, through, did, subscriber, details)
       SELECT ${now} - (${rows} - n) * 1000, 'admin ' || (n % 20), 'api', CASE n % 5000 WHEN 0 THEN 'stop' ELSE 'setAttributes' END, n, '{}' FROM series`,
      `${all} INSERT INTO dead_letter (received_at, source, reason, body)
       SELECT ${now} - (${rows} - n) * 1000, 'track key 1', CASE n % 3000 WHEN 0 THEN 'the body is no JSON' ELSE 'event is missing: track needs the name of what happened' END,
         json_object('userId', 'user-' || n, 'properties', json_object('page', n)) FROM series WHERE n <= ${limits.deadLetters}`,
      `${all} INSERT INTO item (collection, id, body, keys, rank, changed_at, confirmed_at, load)
       SELECT '${collection}', 'p' || n, json_object('id', 'p' || n, 'title', 'Tent ' || n || CASE n % 9000 WHEN 0 THEN ' blue moon' ELSE '' END, 'price', n % 500),
         '[]', n, ${now}, ${now}, 1 FROM series`,
      `INSERT OR REPLACE INTO item_total (collection, items) VALUES ('${collection}', ${rows})`,
      `UPDATE total SET value = ${rows} WHERE name = 'subscribers'`,
      'ANALYZE',
    ]
    for (const step of steps) database.exec(`BEGIN; ${step}; COMMIT`)
  } finally {
    database.close()
  }
}
