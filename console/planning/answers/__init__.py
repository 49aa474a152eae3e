"""What screens and verbs are told of the plan, in instants and words: conflicts, proposals, answers to what people ask."""
