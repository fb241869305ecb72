"""What the post decides without asking anybody: no Django, no database, no clock."""
