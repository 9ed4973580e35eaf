"""户户清表册: the booklet of one household in six parts, from database rows to a tagged PDF.

data (what is printed) · loading (rows → data) · fonts (can every character be printed) · render (data → PDF body) ·
store (bodies kept by digest) · merge (bodies → one stamped PDF) · printing (the acts: one booklet, or a selection).
"""
