"""The arithmetic of the plan. No Django, no clock, no float, no I/O.

Everything that shows a figure reads what is computed here; nothing computes a second time.
Source: rollup.md. Floors from the top:

scopes          from indicators to activity, priority, plan       section 6
indicators      an indicator in quarter, year and plan            sections 3 to 5
figures         answers combined, with their coverage             sections 1 to 3
targets         achievement, and what should stand by now         sections 4 and 5
status          the words                                         section 5
presets         how an indicator is added up                      section 2
schedule        what is due when                                  section 1
disaggregation  totals of leaves, overlap adjustments             section 2
rounding        the last step                                     section 10
"""
