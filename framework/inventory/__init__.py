"""The inventory as a file: spreadsheet, CSV or JSON out, and back in after a person has seen what would change.

``columns.layout`` is the one table that all formats share. Out: `filling` makes its rows, `exporting` the file. In:
`lifecycle` reads a file into lines, `understanding` turns lines into rows or says what is wrong with them, `comparing`
holds the rows against the workshop. Nothing here saves anything; the use case ``inventory.import_rows`` does.
"""
