"""When each batch will be released and reach its patient, and how sure that is."""
