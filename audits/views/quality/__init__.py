"""Pages of data quality: what stands, the lists, waivers, and the runs."""
