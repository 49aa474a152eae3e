"""From the floor to a planning problem and back: its batches, rooms, people and hours in slots, and new batches among them."""
