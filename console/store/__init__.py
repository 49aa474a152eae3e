"""Where the floor meets the record: values to rows and back; the only ring that knows the database."""
