"""What goes where and when; for now the nominal timetable of a recipe, the solver's place comes next."""
