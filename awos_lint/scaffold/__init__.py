"""What `awos init` installs and `awos upgrade` renews, worked out before anything is written.

:mod:`wanted` says which parts an answer asks for, :mod:`plan` what becomes of each in a repository,
:mod:`lock` what was installed. A part is a whole file, a first draft that belongs to the team from
then on, or a piece of a file that others own too.
"""
