"""Open questions of the law check as a list for whoever knows the answers: out as a workbook, and back in with answers."""
