"""What the console brings with it: recipes, facilities, icons, fonts, labels and texts."""
