"""Article 18: to whom the honour money and the gratuity go. The sum is one for the family; how they share is theirs.

Parents (or those who brought the soldier up), spouse and children; only where there are none, siblings under 18, and
those over 18 without means whom the soldier supported.
"""

RECIPIENTS_ZH = "发给父母（抚养人）、配偶和子女；均无的，发给未满18周岁的兄弟姐妹，以及已成年、没有生活来源、生前靠其供养的兄弟姐妹"
RECIPIENTS_EN = (
    "it goes to parents (or fosterers), spouse and children; if there are none, to siblings under 18, "
    "and to grown ones without means whom the soldier supported"
)
