"""The memo of a law check: what was found for each activity, in words that a data protection officer can work from alone.

`framework.memo.findings` puts its content together, `framework.memo.document` lays it out. The command line, its JSON and
the download of the law overview all come from here, so they say the same.
"""
