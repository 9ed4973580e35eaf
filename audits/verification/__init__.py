"""Third-party verification: samples that anyone can draw again, what was found, and the rates of error."""
