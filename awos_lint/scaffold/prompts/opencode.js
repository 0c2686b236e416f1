// Asks `awos hook` before a tool runs and after an edit. Written by `awos init` for opencode 1 and 2:
// version 1 calls `server`, version 2 calls `setup`. Nothing is imported but what the runtime has.

import { spawn } from "node:child_process"

const EDITS = new Set(["edit", "write", "multiedit", "patch", "apply_patch"])
// They write nothing, so there is nothing to ask.
const READS = new Set([
  ...["read", "grep", "glob", "list", "lsp", "webfetch", "websearch", "codesearch"],
  ...["question", "skill", "subagent", "task", "todoread", "todowrite"],
])
const SECONDS = 20
const BYTES = 1 << 20

// Returns what awos answers, or `{ broken }` with the reason why there is no answer. Never throws.
function ask(moment, cwd, data) {
  return new Promise((resolve) => {
    const broken = (why) => resolve({ broken: why })
    let out = ""
    let err = ""
    let timer
    try {
      const args = ["hook", moment, "--client", "opencode"]
      const child = spawn("awos", args, { cwd, stdio: "pipe", windowsHide: true })
      timer = setTimeout(() => {
        child.kill()
        broken(`awos gave no answer within ${SECONDS} seconds`)
      }, SECONDS * 1000)
      child.on("error", (error) => {
        clearTimeout(timer)
        const missing = error.code === "ENOENT"
        broken(missing ? "the program awos was not found" : `awos did not start: ${error.message}`)
      })
      child.stdout.setEncoding("utf8").on("data", (text) => {
        if (out.length < BYTES) out += text
      })
      child.stderr.setEncoding("utf8").on("data", (text) => {
        if (err.length < BYTES) err += text
      })
      // It may have ended without reading what it was given.
      child.stdin.on("error", () => {})
      child.stdin.end(JSON.stringify({ ...data, cwd }))
      child.on("close", (code) => {
        clearTimeout(timer)
        resolve(answer(code, out, err))
      })
    } catch (error) {
      clearTimeout(timer)
      broken(`awos did not start: ${error.message}`)
    }
  })
}

function answer(code, out, err) {
  if (code === 0) {
    try {
      const found = JSON.parse(out || "{}")
      if (found && typeof found === "object" && !Array.isArray(found)) return found
    } catch {}
  }
  const said = err.trim().split("\n").pop()
  return { broken: `awos gave no answer${said ? `: ${said}` : ""}` }
}

async function before(cwd, tool, input) {
  if (READS.has(tool)) return
  const found = await ask("pre-tool-use", cwd, { tool_name: tool, tool_input: input ?? {} })
  if (typeof found.refused === "string") throw new Error(found.refused)
  if (found.broken && EDITS.has(tool)) {
    throw new Error(
      `This edit was not judged: ${found.broken}. Install awos with \`uv tool install awos-lint\`, ` +
        "or ask a person to remove .opencode/plugins/awos.js.",
    )
  }
}

// Returns what is to be added to the result of an edit; empty when there is nothing to say.
async function after(cwd, tool, input) {
  if (!EDITS.has(tool)) return ""
  const found = await ask("post-tool-use", cwd, { tool_name: tool, tool_input: input ?? {} })
  return typeof found.told === "string" ? found.told : ""
}

// Returns a function that gives what a session is told at its start, the same each time.
function starts(cwd) {
  const known = new Map()
  return async (session) => {
    if (!known.has(session)) known.set(session, ask("session-start", cwd, {}))
    const found = await known.get(session)
    return typeof found.told === "string" ? found.told : ""
  }
}

async function server({ directory }) {
  const told = starts(directory)
  return {
    "tool.execute.before": (input, output) => before(directory, input.tool, output.args),
    "tool.execute.after": async (input, output) => {
      const text = await after(directory, input.tool, input.args)
      if (text && typeof output?.output === "string") output.output += `\n\n${text}`
    },
    "experimental.chat.system.transform": async (input, output) => {
      const text = await told(input?.sessionID)
      if (text && Array.isArray(output?.system)) output.system.push(text)
    },
  }
}

async function setup(ctx) {
  const cwd = ctx.location?.directory ?? process.cwd()
  const told = starts(cwd)
  // Version 1 calls this too, with a context that has neither tools nor sessions.
  await ctx.tool?.hook?.("execute.before", (event) => before(cwd, event.tool, event.input))
  await ctx.tool?.hook?.("execute.after", async (event) => {
    if (event.status !== "completed") return
    const text = await after(cwd, event.tool, event.input)
    if (text) event.result = { ...event.result, content: added(event.result?.content, text) }
  })
  await ctx.session?.hook?.("context", async (event) => {
    const text = await told(event.sessionID)
    if (text && Array.isArray(event.system)) event.system.push({ type: "text", text })
  })
}

function added(content, text) {
  if (Array.isArray(content)) return [...content, { type: "text", text }]
  return typeof content === "string" ? `${content}\n\n${text}` : text
}

export default { id: "awos", server, setup }
