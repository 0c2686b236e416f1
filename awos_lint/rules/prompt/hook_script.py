"""A hook runs a script that exists."""

from awos_lint.agentfiles.hooks import find_scripts, list_commands
from awos_lint.agentfiles.written import title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def prompt_hook_script(project: Project) -> Findings:
    for prompt in project.prompts:
        root = prompt.implied["root"]
        for address, command in () if prompt.broken else list_commands(prompt):
            for path in find_scripts(command):
                # Some hosts start a hook in the folder of their settings.
                beside = f"{prompt.path.rpartition('/')[0]}/{path}"
                here = f"{root}/{path}" if root else path
                if not project.files.has_path(here) and not project.files.has_path(beside):
                    yield Finding(
                        at=prompt.find_place(*address),
                        message=f"there is no {escape_text(path, 120)}, so that this hook of"
                        f" {title_of(prompt)} fails each time",
                        help="add the script, or correct the path",
                        subject=(path,),
                    )
