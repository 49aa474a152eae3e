"""The board on the screen: rooms down the side, time across, one painted surface."""
