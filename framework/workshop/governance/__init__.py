"""How a team keeps to its charter: who decides, what it promises, and what happened since."""
