"""Exports of registers: started with their size stated, written in the background, fetched with a purpose."""
