"""The shipped catalogue: its YAML files in `data/`, what they may say (`specs/`), and how they reach the database."""
