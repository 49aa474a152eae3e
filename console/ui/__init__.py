"""What people see and touch: Qt widgets that show values and ask for commands."""
