from hypothesis import settings

settings.register_profile("clinic", deadline=None, database=None)
settings.load_profile("clinic")
