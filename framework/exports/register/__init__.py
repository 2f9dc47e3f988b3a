"""The register of AI uses: its sheets (`sheets`), and the Excel workbook (`xlsx_writer`)."""
