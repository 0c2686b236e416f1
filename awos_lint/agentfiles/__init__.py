"""What the files of coding agents say: values as they were written, tools, hooks, servers, files.

Everything that rules about these files share; what a host wants stands in `awos_lint.hosts`.
"""
