// Where somebody is stands on their own row, which a commit writes anyway, as numbers of `grouping` in ascending order; the second order of the index,
// which was only asked for that, is gone. Never changed again: a later shape is a later migration.

export const whereabouts = `
ALTER TABLE subscriber ADD COLUMN groupings TEXT;
UPDATE subscriber SET groupings = (SELECT json_group_array(grouping) FROM member WHERE subscriber = number)
  WHERE EXISTS (SELECT 1 FROM member WHERE subscriber = number);
DROP INDEX member_by_subscriber;
`
