"""One list of everything that is to do: what, why, who, when, and done by whom.

`framework.actions.action_list` puts it together from the law check, the rules, what is open, what was parked, training and
the log; the other modules write it as a spreadsheet, a calendar and a mail.
"""
