"""The words of awos as types: documents and items as they were written, and the kinds they obey."""
