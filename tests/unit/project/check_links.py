"""Which target may link which: the trust zones of the design, as a closed list.

usage: check_links.py LINKS_TXT (lines "target: direct dependencies", written by CMakeLists.txt here)
"""
import sys
from pathlib import Path

from common import finish

# Neither a key nor a file format nor a screen: every zone may use them.
EVERYWHERE = {"spoor_options", "spoor::expected", "spoor::fmt", "spoor::threads"}

# Direct dependencies beyond EVERYWHERE. A target that is not listed is a problem, so that nobody forgets it here.
ALLOWED = {
    "spoor_mark_draw": set(),
    "spoor_mark_code": {"spoor_mark_draw", "spoor::crypto"},
    "spoor_seal": {"spoor_mark_draw", "spoor::crypto", "spoor::zstd", "spoor::json", "spoor::toml"},
    "spoor_seal_write": {"spoor_seal", "spoor::crypto", "spoor::zstd", "spoor::json", "spoor::toml"},
    "spoor_room": {"spoor_seal", "spoor::crypto"},
    "spoor_log": {"spoor_seal", "spoor::crypto"},
    "spoor_log_write": {"spoor_log"},
    "spoor_log_receipt": {"spoor_log", "spoor::haru", "spoor::qrencode"},
    "spoor_vault": {"spoor_mark_code", "spoor_seal", "spoor_log", "spoor_seal_write", "spoor::crypto", "spoor::zstd",
                    "spoor::sqlite", "spoor::postgres", "spoor::p11kit", "spoor::json", "spoor::toml"},
    "spoor": {"spoor_vault", "spoor_room", "spoor_tables", "spoor_log_receipt", "spoor::cli11", "spoor::json"},
    "spoor_text": {"spoor_mark_draw", "spoor::freetype", "spoor::icu"},
    "spoor_trace_measure": {"spoor_mark_draw", "spoor_text", "spoor::opencv"},
    "spoor_trace": {"spoor_trace_measure", "spoor_mark_code", "spoor_seal", "spoor_text", "spoor::opencv",
                    "spoor::crypto", "spoor::json", "spoor::haru", "spoor::av", "spoor::heif", "spoor::poppler"},
    "spoor_trace_leak": {"spoor_mark_draw", "spoor_seal", "spoor::json"},
    "spoor-trace": {"spoor_trace", "spoor_trace_leak", "spoor::cli11"},
    "spoor_print": {"spoor_text", "spoor::freetype", "spoor::haru"},
    "spoor_gpu": {"spoor_text", "spoor::epoxy", "spoor::egl", "spoor::png"},
    "spoor_code": {"spoor_index", "spoor_seal", "spoor::tree_sitter", "spoor::grammars", "spoor::re2"},
    "spoor_index": {"spoor_seal"},
    "spoor_tags": {"spoor_index", "spoor_seal", "spoor::tree_sitter", "spoor::grammars"},
    "spoor_symbols": {"spoor_tags", "spoor_index", "spoor_find", "spoor_seal"},
    "spoor_tables": {"spoor_index", "spoor_tags", "spoor_seal_write"},
    "spoor_find": {"spoor_index", "spoor_seal", "spoor::re2"},
    "spoor_compare": {"spoor_find", "spoor_seal"},
    "spoor_app": {"spoor_room", "spoor_gpu", "spoor_print", "spoor_confine", "spoor_code", "spoor_find", "spoor_compare", "spoor_symbols", "spoor_log_write", "spoor_log_receipt", "spoor_text", "spoor_seal", "spoor::imgui",
                  "spoor::glfw", "spoor::png", "spoor::icu", "spoor::toml", "spoor::cli11", "spoor::json"},
    "spoor_confine": {"spoor::seccomp"},
    "spoor-view": {"spoor_app", "spoor_confine", "spoor::cli11"},
}

# Never, whatever the way: (from, to).
NEVER = [
    *((viewer, other) for viewer in ("spoor-view", "spoor_app", "spoor_gpu", "spoor_print", "spoor_code", "spoor_find", "spoor_compare", "spoor_index",
                                     "spoor_symbols", "spoor_tags", "spoor_text")
      for other in ("spoor_vault", "spoor_tables", "spoor_trace", "spoor_trace_measure", "spoor_mark_code",
                    "spoor_seal_write", "spoor::sqlite", "spoor::postgres", "spoor::opencv")),
    *(("spoor-trace", other) for other in ("spoor_vault", "spoor_seal_write", "spoor::sqlite", "spoor::postgres", "spoor_gpu", "spoor::epoxy",
                                           "spoor::egl", "spoor::glfw", "spoor::imgui")),
    *(("spoor_trace_leak", other) for other in ("spoor_mark_code", "spoor_trace")),
    *(("spoor", other) for other in ("spoor_app", "spoor_gpu", "spoor::epoxy", "spoor::egl", "spoor::glfw", "spoor::imgui")),
    *(("spoor_trace_measure", other) for other in ("spoor_mark_code", "spoor_seal", "spoor::crypto")),
    *(("spoor_mark_draw", other) for other in ("spoor::crypto", "spoor_mark_code")),
]


def read_links(text: str) -> dict[str, set[str]]:
    links = {}
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name.strip():
            links[name.strip()] = {d for d in rest.split() if not d.endswith("-NOTFOUND")}
    return links


def reachable(links: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        for dependency in links.get(todo.pop(), set()):
            if dependency not in seen:
                seen.add(dependency)
                todo.append(dependency)
    return seen


def check(links: dict[str, set[str]]) -> list[str]:
    problems = []
    for target, direct in sorted(links.items()):
        if target not in ALLOWED:
            problems.append(f"{target}: not in the list of tests/unit/project/check_links.py")
            continue
        for dependency in sorted(direct - EVERYWHERE - ALLOWED[target]):
            problems.append(f"{target} links {dependency}, which the design does not allow")
    for start, end in NEVER:
        if end in reachable(links, start):
            problems.append(f"{start} reaches {end}, which must never be")
    problems += [f"{target}: listed, but there is no such target" for target in sorted(set(ALLOWED) - set(links))]
    return problems


if __name__ == "__main__":
    found = read_links(Path(sys.argv[1]).read_text(encoding="utf-8"))
    finish(check(found), f"{len(found)} targets keep to their zones")
