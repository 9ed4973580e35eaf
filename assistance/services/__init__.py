"""Services: training courses, job matching, job counselling, legal help; who came and what became of it."""
