"""The planner measured: on public instances, on invented facilities, and against other solvers."""
