"""The flow of work over the graph: what stands where, what is next, and what is enough to know.

Values in, values out; the commands write them down.
"""
