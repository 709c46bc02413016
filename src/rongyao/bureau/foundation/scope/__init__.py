"""The second lock: PostgreSQL shows each request only the rows its actor may see, whatever the query forgot.

The first lock is ``visible_to``. This one is row-level security: ``rules`` says what an actor's scope is, ``connection``
carries it to the database, ``policies`` derives a policy for every table from the models, ``tables.toml`` names the
tables that stay open, with the reason. What must look beyond the actor's scope says so with ``beyond``.
"""
