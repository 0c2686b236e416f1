"""A model that says what it was told to: enough of four interfaces for an agent to run on.

It calls a list of tools one after the other, then says that it is done. How far it has come is seen
in what it is asked, which holds the results so far, so that it keeps no state and any number of
agents and subagents may talk to it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

SAID = "All done."
_USAGE = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool; ``given`` is a text for tools without named arguments.

    ``space`` is the name space of the tool, where the interface has them.
    """

    tool: str
    given: dict[str, Any] | str
    space: str = ""


@dataclass(slots=True)
class Model:
    """A running model: where it is, what it calls, and every request that it was sent, as text."""

    address: str
    calls: Sequence[Call] = ()
    requests: list[str] = field(default_factory=list)


Body = dict[str, Any]
Events = list[Body]


def _next(calls: Sequence[Call], done: int, body: Body) -> Call | None:
    """Return the call that is due; none for a request without tools, such as for a title."""
    return calls[done] if body.get("tools") and done < len(calls) else None


def _parts(messages: object, key: str) -> Iterator[Body]:
    for message in messages if isinstance(messages, list) else ():
        content = message.get(key)
        yield from content if isinstance(content, list) else ()


def anthropic(body: Body, calls: Sequence[Call]) -> Events:
    """Answer as Anthropic's messages do."""
    results = [p for p in _parts(body.get("messages"), "content") if p.get("type") == "tool_result"]
    call = _next(calls, len(results), body)
    block: Body = {"type": "text", "text": ""}
    delta: Body = {"type": "text_delta", "text": SAID}
    if call:
        block = {
            "type": "tool_use",
            "id": f"toolu_{next(_NUMBERS)}",
            "name": call.tool,
            "input": {},
        }
        delta = {"type": "input_json_delta", "partial_json": json.dumps(call.given)}
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": f"msg_{next(_NUMBERS)}", "type": "message", "role": "assistant", "content": []}
    end = {"stop_reason": "tool_use" if call else "end_turn", "stop_sequence": None}
    start = {**message, "model": body.get("model"), **end, "stop_reason": None, "usage": usage}
    return [
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": end, "usage": usage},
        {"type": "message_stop"},
    ]


def responses(body: Body, calls: Sequence[Call]) -> Events:
    """Answer as OpenAI's responses do."""
    given = [item for item in body.get("input", []) if isinstance(item, dict)]
    results = [item for item in given if str(item.get("type")).endswith("call_output")]
    item = _item(_next(calls, len(results), body))
    answer = {"id": f"resp_{next(_NUMBERS)}", "object": "response", "model": body.get("model")}
    whole = {**answer, "status": "completed", "output": [item], "usage": _USAGE}
    return [
        {"type": "response.created", "response": {**whole, "status": "in_progress", "output": []}},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": whole},
    ]


def _item(call: Call | None) -> Body:
    number = f"call_{next(_NUMBERS)}"
    made = {"id": f"item_{number}", "status": "completed"}
    if call is None:
        said = [{"type": "output_text", "text": SAID, "annotations": []}]
        return {**made, "type": "message", "role": "assistant", "content": said}
    made |= {"name": call.tool, "call_id": number}
    if isinstance(call.given, str):
        return {**made, "type": "custom_tool_call", "input": call.given}
    space = {"namespace": call.space} if call.space else {}
    return {**made, **space, "type": "function_call", "arguments": json.dumps(call.given)}


def completions(body: Body, calls: Sequence[Call]) -> Events:
    """Answer as OpenAI's chat completions do."""
    results = [message for message in body.get("messages", []) if message["role"] == "tool"]
    call = _next(calls, len(results), body)
    delta: Body = {"role": "assistant", "content": SAID}
    if call:
        function = {"name": call.tool, "arguments": json.dumps(call.given)}
        made = {"index": 0, "id": f"call_{next(_NUMBERS)}", "type": "function"}
        delta = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{**made, "function": function}],
        }
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": body.get("model")}
    end = {"index": 0, "delta": {}, "finish_reason": "tool_calls" if call else "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return [
        {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
        {**head, "choices": [end], "usage": usage},
    ]


def gemini(body: Body, calls: Sequence[Call]) -> Events:
    """Answer as Google's models do."""
    results = [p for p in _parts(body.get("contents"), "parts") if "functionResponse" in p]
    call = _next(calls, len(results), body)
    part: Body = (
        {"functionCall": {"name": call.tool, "args": call.given}} if call else {"text": SAID}
    )
    content = {"role": "model", "parts": [part]}
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}
    return [
        {
            "candidates": [{"content": content, "finishReason": "STOP", "index": 0}],
            "usageMetadata": usage,
        }
    ]


_SPOKEN: dict[str, Callable[[Body, Sequence[Call]], Events]] = {
    "/messages": anthropic,
    "/responses": responses,
    "/completions": completions,
    ":streamGenerateContent": gemini,
}


def _stream(events: Events) -> str:
    names = [f"event: {event['type']}\n" if "type" in event else "" for event in events]
    lines = [f"data: {json.dumps(event)}\n\n" for event in events]
    return "".join(name + line for name, line in zip(names, lines, strict=True))


@contextmanager
def speaking() -> Iterator[Model]:
    """Run a model on this machine; what it calls is set before anybody asks it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(json.dumps({"object": "list", "data": [], "models": []}))

        def do_POST(self) -> None:
            text = self._read().decode("utf-8", "replace")
            path = self.path.partition("?")[0]
            speak = next((found for end, found in _SPOKEN.items() if path.endswith(end)), None)
            if speak is None:
                return self._answer("{}")
            model.requests.append(text)
            return self._answer(_stream(speak(json.loads(text), model.calls)), "text/event-stream")

        def _read(self) -> bytes:
            if length := self.headers.get("content-length"):
                return self.rfile.read(int(length))
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found

        def _answer(self, text: str, kind: str = "application/json") -> None:
            data = text.encode()
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model = Model(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
