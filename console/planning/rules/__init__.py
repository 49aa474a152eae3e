"""The rules of a plan as the independent check sees them: claims in minutes, and what two of them may not share."""
