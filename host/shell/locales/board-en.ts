/** Texts of the board in English. */
export const boardEn = {
  'board.by': 'By',
  'board.create': 'Create in {{label}}',
  'board.empty': 'Nothing here',
  'board.fold': 'Fold {{label}}',
  'board.keys':
    'Arrow keys go to other cards. M opens the menu to move it, Shift and left or right arrow move it to the next column, Space lifts it.',
  'board.lane_one': '{{label}}, {{number}} card',
  'board.lane_other': '{{label}}, {{number}} cards',
  'board.lanes': 'Columns',
  'board.menu': 'Actions for {{title}}',
  'board.move': 'Move to',
  'board.move.here': 'Move to {{target}}',
  'board.moved': 'Moved {{title}} to {{label}}',
  'board.none': 'Without {{field}}',
  'board.overdue': '{{field}} has passed',
  'board.overtaken':
    '{{title}} was not moved to {{label}}: somebody else has moved it to {{other}}.',
  'board.refused': '{{title}} was not moved to {{label}}. {{reason}}',
  'board.requires': '{{target}} needs a little more',
  'board.said.lifted':
    'Lifted {{title}} from {{label}}. Left and right arrow choose a column, Space drops it, Escape puts it back.',
  'board.said.over': 'Over {{label}}',
  'board.said.refused': '{{title}} is back in {{label}}',
  'board.said.stays': '{{title}} stays in {{label}}',
  'board.stale_one': '{{count}} day without progress',
  'board.stale_other': '{{count}} days without progress',
  'board.unfold': 'Unfold {{label}}',
  'board.weighted': 'Weighted by probability: {{sum}}',
  'board.weighted.short': 'weighted',
};
