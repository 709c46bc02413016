"""The bureau: Django apps, one per department. Arrows point down only (see ARCHITECTURE.md)."""
