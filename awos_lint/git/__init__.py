"""The only door to git.

Every command goes through one hardened invocation (:mod:`awos_lint.git.process`) and must stand in
one list (:mod:`awos_lint.git.allowed`): nothing that a repository says can make git run a program,
reach the network, take a lock or ask a question.
"""

from awos_lint.git.errors import (
    CommandFailedError,
    DubiousOwnershipError,
    GitDamagedError,
    GitError,
    GitMissingError,
    GitTimeoutError,
    HistoryMissingError,
    NoMergeBaseError,
    NotARepositoryError,
    ObjectMissingError,
    ObjectTooLargeError,
    OutputTooLargeError,
    UnknownRevisionError,
)
from awos_lint.git.records import Checkout, Entry
from awos_lint.git.repository import Git, open_repository

__all__ = [
    "Checkout",
    "CommandFailedError",
    "DubiousOwnershipError",
    "Entry",
    "Git",
    "GitDamagedError",
    "GitError",
    "GitMissingError",
    "GitTimeoutError",
    "HistoryMissingError",
    "NoMergeBaseError",
    "NotARepositoryError",
    "ObjectMissingError",
    "ObjectTooLargeError",
    "OutputTooLargeError",
    "UnknownRevisionError",
    "open_repository",
]
