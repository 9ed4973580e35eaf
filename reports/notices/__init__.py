"""The public notice as an official paper (GB/T 9704), printed by the machinery of the forms.

paper: what stands on it, from rows already masked · printing: PDF and access log
"""
