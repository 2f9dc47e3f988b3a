"""Export and import of the inventory as a spreadsheet, CSV or JSON.

All formats share the columns of ``columns.layout``. Export: `row_builder` makes the rows, `export` the file. Import: `read_file`
reads lines, `row_parser` turns them into rows or problems, and `import_plan` compares the rows with the workshop, so that a
person can look at the changes first. The use case ``inventory.import_rows`` saves them.
"""
