"""Assessment of unions (考核): score sheets as data, what is counted for them, and the marks of each union."""
