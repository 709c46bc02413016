"""Stand-alone checkers of published records: one Python file, one HTML page.

They share no code with the chooser; nothing here may import from the rest of the project.
"""
