"""What each file of `data/` may say: one pydantic model a file, its fields named as the database's."""
