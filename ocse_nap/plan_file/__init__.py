"""The plan as a file: JSON or an Excel workbook, in and out of the database.

    file → json_format or excel_format → tables of plain rows → checks → loader → database
    database → exporter → rows → json_format or excel_format → file

`sheets` describes every sheet and column once; both formats, the checks and the loader read that
description. To give a column to a new model field, add one line there.
"""
