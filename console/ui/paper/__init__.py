"""Every report on paper: one printer for all, so that each page says whose it is and no word is cut off."""
