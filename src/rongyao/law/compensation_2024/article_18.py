"""Article 18: to whom the honour money and the gratuity go. The sum is one for the family; how they share is theirs.

Parents (or those who brought the soldier up), spouse and children; only where there are none, siblings under 18, and
those over 18 without means whom the soldier supported.
"""

RECIPIENTS_ZH = (
    "发给父母（抚养人）、配偶、子女；均无的，发给未满18周岁或者无生活费来源且由其生前供养的兄弟姐妹"
)
RECIPIENTS_EN = (
    "it goes to parents (or fosterers), spouse and children; if there are none, to siblings under 18, "
    "or without means whom the soldier supported"
)
