"""The command line: thin commands over the workspace, each imported when it is called."""
