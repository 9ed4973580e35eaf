"""The card of policies (明白卡) of a household, printed by the machinery of the forms.

card: what stands on it · loading: from which rows · batch: of many households, as a job
"""
