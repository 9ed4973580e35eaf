"""The dashboard (数据看板): the figures of a union as tiles, charts with their tables, and tables by place."""
