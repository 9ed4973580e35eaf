"""Pages of grievances: for anybody, and for the office."""
