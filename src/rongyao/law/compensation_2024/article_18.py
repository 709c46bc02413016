"""Article 18: to whom the honour money and the gratuity go. The sum is one for the family; how they share is theirs.

Parents (or those who brought the soldier up), spouse and children; only where there are none, siblings under 18, and
those over 18 without means whom the soldier supported.
"""

RECIPIENTS_ZH = "发给父母（抚养人）、配偶和子女；均无的，发给未满18周岁的兄弟姐妹，或者已成年、无生活费来源且生前由其供养的"
RECIPIENTS_EN = (
    "it goes to parents (or fosterers), spouse and children; if there are none, to siblings under 18, "
    "or without means whom the soldier supported"
)
