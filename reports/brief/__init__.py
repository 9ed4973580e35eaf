"""The leader's brief (工作简报): the figures of the dashboard on two pages."""
