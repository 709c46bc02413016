"""How it looks and speaks: tokens, layouts, components, template tags, error pages."""
