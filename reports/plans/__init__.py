"""The plan sheet of a household (一户一计划): goal, difficulties, measures, and room for signatures."""
