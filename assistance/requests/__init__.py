"""Single applications for aid (单户申请): who applies, what deciders read, and what a decision changes."""
