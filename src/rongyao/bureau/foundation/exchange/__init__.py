"""Tables in and out without loss: Excel, OpenDocument and CSV.

For: reading a workbook as cells that know where they stand, writing lists, marking an uploaded workbook with what is
wrong in it, and the words of a problem in both languages. Not for: knowing what any column means; that is the reader's
(`registry.roster`). Verbs: `reading.open_table`, `writing.write_list`, `marking.mark`.
"""
