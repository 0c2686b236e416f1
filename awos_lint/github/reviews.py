"""The one room that reaches the network: the reviews of a pull request, asked of GitHub's API.

What is asked and answered is that of "REST API endpoints for pull request reviews", version
2022-11-28. Nothing here runs unless somebody hands over a token.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

_SECONDS: Final = 30  # until a connection, or a pause within an answer, counts as failed
_MOST_BYTES: Final = 16 * 1024 * 1024  # of one answer
_PAGE: Final = 100  # reviews in one answer; the API gives no more
_PAGES: Final = 30
_HOST: Final = "api.github.com"
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")


class PlatformError(Exception):
    """The platform did not answer; the message says what was asked, and why it failed."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request: its repository as ``owner/name``, its number, who opened it."""

    repository: str
    number: int
    author: str


@dataclass(frozen=True, slots=True)
class Review:
    """One review as the platform tells it; ``commit`` is the full hash of what was read."""

    by: str
    state: str
    commit: str
    bot: bool = False


def fetch_reviews(api: str, token: str, request: PullRequest) -> list[Review]:
    """Return every review of a pull request, oldest first.

    ``api`` is the address of the API without a final slash. Raises :class:`PlatformError`.
    """
    _refuse_address(api, request)
    found: list[Review] = []
    for page in range(1, _PAGES + 1):
        query = f"per_page={_PAGE}&page={page}"
        path = f"repos/{request.repository}/pulls/{request.number}/reviews?{query}"
        answer = _fetch_json(f"{api.rstrip('/')}/{path}", token)
        if not isinstance(answer, list):
            raise PlatformError("the reviews that the platform sent are no list")
        found += (_read_review(entry) for entry in answer)
        if len(answer) < _PAGE:
            return found
    raise PlatformError(f"the pull request has more than {_PAGES * _PAGE} reviews")


def fetch_reviewers(api: str, token: str, request: PullRequest) -> dict[str, tuple[str, ...]]:
    """Return the mails of those whose approval stands, by the commit that each read.

    A mail is one that the platform itself takes for the person's, on a commit in the repository:
    it takes only those that the account has confirmed. Raises :class:`PlatformError`.
    """
    found = find_standing(fetch_reviews(api, token, request), request.author)
    names = sorted({name for people in found.values() for name in people})
    mails = {name: _fetch_mails(api, token, request, name) for name in names}
    return {
        commit: tuple(sorted({mail for name in people for mail in mails[name]}))
        for commit, people in found.items()
    }


def _fetch_mails(api: str, token: str, request: PullRequest, name: str) -> set[str]:
    query = f"author={quote(name, safe='')}&per_page={_PAGE}"
    answer = _fetch_json(f"{api.rstrip('/')}/repos/{request.repository}/commits?{query}", token)
    if not isinstance(answer, list):
        raise PlatformError("the commits that the platform sent are no list")
    found = {
        _read_text(entry, "commit", "author", "email") for entry in answer if _is_by(entry, name)
    }
    # What one commits under who keeps the own mail private; it exists on github.com only.
    own = {f"{name}@users.noreply.github.com"} if urlsplit(api).hostname == _HOST else set()
    return (found | own) - {""}


def _is_by(entry: object, name: str) -> bool:
    return _read_text(entry, "author", "login").casefold() == name.casefold()


def _read_text(value: object, *keys: str) -> str:
    """Return the text at some keys; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def find_standing(reviews: Iterable[Review], author: str) -> dict[str, tuple[str, ...]]:
    """Return whose approval stands, by the commit that each read; people sorted.

    The last word of each person counts; a comment is none. Neither the one who opened the request
    nor a bot approves.
    """
    last: dict[str, Review] = {}
    for review in reviews:
        if review.state in ("APPROVED", "CHANGES_REQUESTED", "DISMISSED"):
            last[review.by.casefold()] = review
    found: dict[str, set[str]] = {}
    for name, review in last.items():
        people = not review.bot and not name.endswith("[bot]") and name != author.casefold()
        if review.state == "APPROVED" and people and name and review.commit:
            found.setdefault(review.commit, set()).add(review.by)
    return {commit: tuple(sorted(names)) for commit, names in sorted(found.items())}


def _refuse_address(api: str, request: PullRequest) -> None:
    """Keep the token from going where nobody meant it to go."""
    address = urlsplit(api)
    safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOCAL)
    if not safe or not address.hostname:
        raise PlatformError("the address of the API must begin with https://")
    if not _REPOSITORY.fullmatch(request.repository):
        raise PlatformError("the repository must be written as owner/name")


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: urllib would send the token along."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


def _fetch_json(url: str, token: str) -> object:
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {token}",
        "User-Agent": "awos-lint",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    try:
        # The scheme was looked at before: https, or http on this machine.
        asked = Request(url, headers=headers)  # noqa: S310
        with build_opener(_Stay).open(asked, timeout=_SECONDS) as answer:
            data = answer.read(_MOST_BYTES + 1)
    except HTTPError as error:
        raise PlatformError(
            f"the platform answered {error.code} when asked about reviews"
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        name = type(error).__name__
        raise PlatformError(f"the platform could not be asked about reviews ({name})") from None
    return _parse_answer(data)


def _parse_answer(data: bytes) -> object:
    if len(data) > _MOST_BYTES:
        raise PlatformError(f"the platform's answer is longer than {_MOST_BYTES} bytes")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise PlatformError("the platform's answer is not JSON") from None


def _read_review(entry: object) -> Review:
    # The user of a deleted account is missing.
    bot = _read_text(entry, "user", "type") == "Bot"
    return Review(
        _read_text(entry, "user", "login"),
        _read_text(entry, "state"),
        _read_text(entry, "commit_id"),
        bot,
    )
