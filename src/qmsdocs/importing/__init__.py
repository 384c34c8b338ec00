"""Word procedures coming in: what a Word file says becomes YAML and Markdown, with a report of what was unsure."""
