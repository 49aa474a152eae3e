"""The papers of controlled blanks: the sheet that is written on, and the account of all that were given out."""
