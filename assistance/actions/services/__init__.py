"""Acts on services: keeping them, who takes part, attendance, what became of it, and what it cost."""
