"""The closing report of a campaign (专项行动) as an official paper and as a workbook, on the figures of its board.

figures: what both are made of · words: figures in sentences · report: the paper · chart: progress as a drawing ·
workbook: typed tables
"""
