"""What a coding agent may do: decided from what its hook is told, as plain values.

A host asks before and after a tool runs, at the start and at the end. Here is what to read from its
question, what to say, and why; nothing here knows a host by its name, touches the disk or writes an
answer. What a shell command does is read as far as it can be told without running it: what cannot
be understood passes, what is too long to be read does not, and continuous integration has the last
word.
"""
