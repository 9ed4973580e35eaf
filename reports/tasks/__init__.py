"""困难职工精准帮扶任务清单: the paper on which a union hands measures to the office of a department."""
