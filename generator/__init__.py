"""Ask Anyway: one YAML deck becomes a guide site, a card deck and a journal."""
