#!/usr/bin/env python3
"""Manual pages and shell completions of one program, from what its own --help says: they cannot disagree with it.

  pages.py PROGRAM PAGE.man OUT_DIR --version V --date YYYY-MM-DD

PAGE.man is the page in man(7), written by hand, with @OPTIONS@ or @COMMANDS@ where the lists belong, @VERSION@ and
@DATE@. Writes OUT_DIR/NAME.1, OUT_DIR/NAME.bash, OUT_DIR/_NAME (zsh) and OUT_DIR/NAME.fish.
"""
import argparse
import dataclasses
import pathlib
import re
import subprocess
import sys

import completions


@dataclasses.dataclass
class Option:
    names: list[str]  # ["-o", "--output"]; of a positional argument its name
    value: str  # what stands for its value; empty for a switch
    text: str
    required: bool
    many: bool
    choices: list[str]

    @property
    def positional(self) -> bool:
        return not self.names[0].startswith("-")


@dataclasses.dataclass
class Command:
    path: list[str]  # ["spoor", "session", "new"]
    text: str
    options: list[Option]
    commands: list["Command"]


def help_of(program: str, path: list[str]) -> str:
    done = subprocess.run([program, *path[1:], "--help"], capture_output=True, text=True, check=True)
    return done.stdout


def column_of(lines: list[str]) -> int:
    """Where the help's texts begin: at the same place in every line."""
    starts = [len(found[0]) for line in lines if (found := re.match(r"  \S.*?  +(?=\S)", line))]
    return max(set(starts), key=starts.count, default=0)


def sections_of(text: str) -> dict[str, list[tuple[str, str]]]:
    """The lines under "Options:" and the like: (what stands left, what it says)."""
    sections: dict[str, list[tuple[str, str]]] = {}
    rows = None
    lines = text.splitlines()
    column = column_of(lines)
    for line in lines:
        title = re.fullmatch(r"(Positionals|Options|Subcommands):", line)
        if title:
            rows = sections.setdefault(title[1], [])
        elif not line.startswith("  "):
            rows = None
        elif rows is not None and not line.startswith("     "):
            one_line = len(line) > column and line[column - 1] == " "
            rows.append((line[:column].strip(), line[column:].strip()) if one_line else (line.strip(), ""))
        elif rows is not None:
            left, right = rows[-1]
            rows[-1] = (left, f"{right} {line.strip()}".strip())
    return sections


def option_of(left: str, text: str) -> Option:
    left = re.sub(r" (Excludes|Needs): .*$", "", left)
    left = re.sub(r":[A-Z]+ in \[.*?\]", "", left)  # the bounds of a number: its text says them
    required = " REQUIRED" in left
    many = " ..." in left
    left = left.replace(" REQUIRED", "").replace(" ...", "")
    names, _, value = left.partition(" ")
    choices = re.search(r"\{([^}]*)\}", value)
    value = re.sub(r":?\{[^}]*\}", "", value)
    value = re.sub(r"\[(.*)\]", r"\1", value)
    return Option(names.split(","), value, text, required, many, choices[1].split(",") if choices else [])


def read_command(program: str, path: list[str], text: str = "") -> Command:
    sections = sections_of(help_of(program, path))
    options = [option_of(*row) for row in sections.get("Positionals", []) + sections.get("Options", [])]
    command = Command(path, text, options, [])
    for name, says in sections.get("Subcommands", []):
        command.commands.append(read_command(program, [*path, name], says))
    return command


def roff(text: str) -> str:
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def option_lines(option: Option) -> list[str]:
    head = ", ".join(rf"\fB{roff(name)}\fR" for name in option.names)
    if option.positional:
        head = rf"\fI{roff(option.names[0])}\fR"
    elif option.value:
        value, _, default = option.value.partition("=")
        head += rf" \fI{roff(value)}\fR"
        if default:
            head += f" (default {roff(default)})"
    if option.many:
        head += r" .\|.\|."
    lines = [".TP", head, roff(sentence(option.text))]
    if option.choices:
        lines.append("One of " + ", ".join(roff(choice) for choice in option.choices) + ".")
    if option.required and not option.positional:
        lines.append("Needed.")
    return lines


def is_usual(option: Option) -> bool:
    return option.names[-1] in ("--help", "--version")


def command_lines(command: Command) -> list[str]:
    """One heading a command that does something, with its own options."""
    if command.commands:
        return [line for inner in command.commands for line in command_lines(inner)]
    lines = [f".SS {roff(' '.join(command.path))}", roff(sentence(command.text))]
    for option in command.options:
        if not is_usual(option):
            lines += option_lines(option)
    return lines


def page_of(command: Command, template: str, version: str, date: str) -> str:
    options = [line for option in command.options for line in option_lines(option)]
    commands = [line for inner in command.commands for line in command_lines(inner)]
    for mark, text in (("@OPTIONS@", "\n".join(options)), ("@COMMANDS@", "\n".join(commands)),
                       ("@VERSION@", version), ("@DATE@", date)):
        template = template.replace(mark, text)
    return template


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--date", required=True)
    arguments = parser.parse_args()
    name = pathlib.Path(arguments.program).name
    command = read_command(arguments.program, [name])
    if not command.options:
        print(f"pages.py: '{name} --help' lists no options; has its layout changed?", file=sys.stderr)
        return 1
    arguments.out.mkdir(parents=True, exist_ok=True)
    template = arguments.page.read_text(encoding="utf-8")
    files = {f"{name}.1": page_of(command, template, arguments.version, arguments.date),
             f"{name}.bash": completions.bash(command),
             f"_{name}": completions.zsh(command),
             f"{name}.fish": completions.fish(command)}
    for file, text in files.items():
        (arguments.out / file).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
