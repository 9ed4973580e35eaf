"""The mask in which an archive repeats how its six items of 六清 stand: bit n - 1 is set when item n is clear.

``audits`` computes it and knows the reasons; lists, counts and marks read the mask alone.
"""

SHORT_NAMES = ("基本情况", "政策资金", "存在困难", "后续措施", "措施成效", "结对记录")
ALL_CLEAR = (1 << len(SHORT_NAMES)) - 1


def is_clear_in(mask: int, item: int) -> bool:
    """Tell whether an item, 1 to 6, is clear."""
    return bool(mask >> (item - 1) & 1)


def masks_not_clear_in(item: int) -> list[int]:
    """Return every mask in which an item is not clear; listed, so that the index of masks is used."""
    return [mask for mask in range(ALL_CLEAR) if not is_clear_in(mask, item)]
