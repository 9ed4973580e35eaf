"""The papers of third-party verification: the report, the notices by which unions are told to mend, and the workbook.

figures: what report and workbook are made of · words: figures in sentences · report: the paper · notice: 整改通知书 ·
workbook: typed tables
"""
