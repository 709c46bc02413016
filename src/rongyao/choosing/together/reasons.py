x=1
class Known: pass
class Reason: pass
