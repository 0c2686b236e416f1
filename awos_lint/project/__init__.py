"""A repository as awos opens it: settings, documents, base and head, history."""
