"""What a campaign (专项行动) has come to: its figures by place and cadre, what is behind each, progress over time."""
