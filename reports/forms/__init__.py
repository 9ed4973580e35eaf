"""The printed forms of entry and exit, each from rows to a tagged PDF by the renderer of the booklet.

data (what every form has) · opinions (decisions → opinion boxes) · one module for each form: what it prints, and its
loading · render and printing (data → PDF, access log) · papers (which forms a review has).
"""
