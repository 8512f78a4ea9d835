"""Shell completions of a command (pages.Command) for bash, zsh and fish."""
import re


def every(command):
    yield command
    for inner in command.commands:
        yield from every(inner)


def ending_of(option):
    """The ending of the files that an option takes: "spar"; None: not known."""
    found = re.search(r"\.([a-z]+)\b", option.value or option.names[0])
    if found is None:
        found = re.search(r"\(\.([a-z]+)\)", option.text)
    return found[1] if found else None


def is_folder(option):
    name = option.value or option.names[0]
    return re.search(r"(DIR|VAULT|ROOM)", name) is not None or "directory" in option.text


def flags(command):
    return [name for option in command.options if not option.positional for name in option.names]


def takes_value(option):
    return not option.positional and option.value != ""


# --- bash


def bash_value(option):
    if option.choices:
        return f'COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$cur"))'
    if is_folder(option):
        return 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur"))'
    ending = ending_of(option)
    if ending:
        return f'_{{name}}_files {ending}'
    return 'compopt -o default; COMPREPLY=()'


def bash(command):
    name = command.path[0]
    function = name.replace("-", "_")
    lines = [f"# bash completion of {name}; made from its --help", "",
             f"_{function}_files() {{", "  compopt -o filenames",
             '  COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -X "!*.$1" -- "$cur"))', "}", "",
             f"_{function}() {{", '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD - 1]}"',
             f'  local path="{name}" word', '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
             '    case "$path $word" in']
    paths = [" ".join(c.path) for c in every(command) if c is not command]
    if paths:
        lines.append("      " + " | ".join(f'"{path}"' for path in paths) + ') path="$path $word" ;;')
    lines += ["      *) ;;", "    esac", "  done", '  case "$path $prev" in']
    for inner in every(command):
        for option in inner.options:
            if takes_value(option):
                cases = " | ".join(f'"{" ".join(inner.path)} {flag}"' for flag in option.names)
                lines.append(f"    {cases}) {bash_value(option).format(name=function)}; return ;;")
    lines += ["    *) ;;", "  esac", '  case "$path" in']
    for inner in every(command):
        words = " ".join([c.path[-1] for c in inner.commands] + flags(inner))
        lines.append(f'    "{" ".join(inner.path)}")')
        positional = next((o for o in inner.options if o.positional), None)
        if positional:
            lines.append('      if [[ "$cur" != -* ]]; then')
            lines.append(f"        {bash_value(positional).format(name=function)}")
            lines.append("        return")
            lines.append("      fi")
        lines.append(f'      COMPREPLY=($(compgen -W "{words}" -- "$cur")) ;;')
    lines += ["    *) ;;", "  esac", "}", f"complete -F _{function} {name}", ""]
    return "\n".join(lines)


# --- zsh


def quoted(text):
    return text.replace("'", "'\\''").replace("[", "(").replace("]", ")").replace(":", "\\:")


def zsh_action(option):
    if option.choices:
        return f"({' '.join(option.choices)})"
    if is_folder(option):
        return "_files -/"
    ending = ending_of(option)
    return f'_files -g "*.{ending}"' if ending else "_files"


def zsh_arguments(command, indent):
    lines = []
    for option in command.options:
        says = quoted(option.text)
        if option.positional:
            lines.append(f"'{'*' if option.many else ''}:{quoted(option.names[0])}:{zsh_action(option)}'")
            continue
        for flag in option.names:
            value = f":{quoted(option.value.partition('=')[0])}:{zsh_action(option)}" if option.value else ""
            lines.append(f"'{'*' if option.many else ''}{flag}[{says}]{value}'")
    return " \\\n".join(f"{indent}{line}" for line in lines)


def zsh(command):
    name = command.path[0]
    lines = [f"#compdef {name}", f"# made from the --help of {name}", ""]
    for inner in every(command):
        lines += [f"_{'_'.join(inner.path).replace('-', '_')}() {{"]
        if not inner.commands:
            lines += ["  _arguments -s \\", zsh_arguments(inner, "    ")]
        else:
            lines += ["  local state line", "  _arguments -C \\", zsh_arguments(inner, "    ") + " \\",
                      "    '1:command:->command' '*::argument:->argument'", "  case $state in", "    command)",
                      "      local -a commands=("]
            lines += [f"        '{c.path[-1]}:{quoted(c.text)}'" for c in inner.commands]
            lines += ["      )", "      _describe command commands ;;", "    argument)", "      case $line[1] in"]
            lines += [f"        {c.path[-1]}) _{'_'.join(c.path).replace('-', '_')} ;;" for c in inner.commands]
            lines += ["      esac ;;", "  esac"]
        lines += ["}", ""]
    lines += [f"_{name.replace('-', '_')} \"$@\"", ""]
    return "\n".join(lines)


# --- fish


def fish(command):
    name = command.path[0]
    lines = [f"# fish completion of {name}; made from its --help"]
    for inner in every(command):
        words = inner.path[1:]
        seen = [f"__fish_seen_subcommand_from {word}" for word in words]
        others = [c.path[-1] for c in inner.commands]
        if others:
            seen.append(f"not __fish_seen_subcommand_from {' '.join(others)}")
        condition = f" -n '{'; and '.join(seen)}'" if seen else ""
        for below in inner.commands:
            lines.append(f"complete -c {name} -f{condition} -a {below.path[-1]} -d '{fish_text(below.text)}'")
        for option in inner.options:
            if option.positional:
                continue
            parts = [f"complete -c {name}{condition}"]
            parts += [f"-s {flag[1:]}" if not flag.startswith("--") else f"-l {flag[2:]}" for flag in option.names]
            parts.append(f"-d '{fish_text(option.text)}'")
            if option.choices:
                parts.append(f"-x -a '{' '.join(option.choices)}'")
            elif option.value and is_folder(option):
                parts.append("-x -a '(__fish_complete_directories)'")
            elif option.value:
                parts.append("-r")
            lines.append(" ".join(parts))
    return "\n".join([*lines, ""])


def fish_text(text):
    return text.replace("\\", "\\\\").replace("'", "\\'")
