"""Compares the records of a log with what was on the screen.

usage: logging_check.py RECORDS.json LOOK...   (each LOOK: "PATH FIRST LAST", what screen_bars read, in their order)
"""
import json
import sys
from datetime import datetime


def main() -> int:
    records = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    looks = []
    for name in sys.argv[2:]:
        path, first, last = open(name, encoding="utf-8").read().split()
        looks.append((path, int(first), int(last)))
    problems = []

    kinds = [record["kind"] for record in records]
    if kinds[0] != "opened" or kinds[-1] != "closed" or kinds.count("opened") != 1:
        problems.append(f"it begins with {kinds[0]} and ends with {kinds[-1]}")
    ms = lambda record: datetime.fromisoformat(record["time"].replace("Z", "+00:00")).timestamp() * 1000

    # Every page, in order, for a while; a row that is cut by the pane's edge is drawn, too.
    rests = [r for r in records if r["kind"] == "shown" and not r["passing"]]
    pages = []
    for rest in rests:
        page = (rest["path"], rest["first_line"], rest["last_line"])
        if not pages or pages[-1] != page:
            pages.append(page)
    at = 0
    for path, first, last in looks:
        while at < len(pages) and not (pages[at][0] == path and pages[at][1] == first and pages[at][2] in (last, last + 1)):
            at += 1
        if at == len(pages):
            problems.append(f"{path} {first} to {last} is not recorded as shown, in this order: {pages}")
            break
    seen = {(path, line) for path, first, last in looks for line in range(first, last + 2)}
    for record in records:
        if record["kind"] != "shown":
            continue
        beyond = [n for n in range(record["first_line"], record["last_line"] + 1) if (record["path"], n) not in seen]
        if beyond:
            problems.append(f"recorded, and never on the screen: {record}")

    # Announced before shown.
    announced = set()
    for record in records:
        lines = range(record.get("first_line", 1), record.get("last_line", 0) + 1)
        if record["kind"] == "window":
            announced.update((record["path"], n) for n in lines)
        if record["kind"] == "shown" and not all((record["path"], n) in announced for n in lines):
            problems.append(f"shown before it was announced: {record}")

    # The lock, and nothing shown in it.
    locked = [r for r in records if r["kind"] == "locked"]
    unlocked = [r for r in records if r["kind"] == "unlocked"]
    if len(locked) != 1 or locked[0]["why"] != "by the reviewer" or len(unlocked) != 1:
        problems.append(f"locks: {locked} {unlocked}")
    else:
        begin, end = ms(locked[0]), ms(unlocked[0])
        if end - begin < 1500:
            problems.append(f"locked for {end - begin} ms only")
        for record in rests:
            if ms(record) < end and ms(record) + record["duration_ms"] > begin + 50:
                problems.append(f"shown while locked: {record}")
    if [r["clause"] for r in records if r["kind"] == "refused"] != ["unlock"]:
        problems.append("the wrong passphrase is not recorded, or something else is")
    total_ms = sum(r["duration_ms"] for r in rests)
    span_ms = ms(records[-1]) - ms(records[0])
    if not 5000 < total_ms <= span_ms:
        problems.append(f"shown for {total_ms} ms of {span_ms}")

    searches = [r for r in records if r["kind"] == "searched"]
    if len(searches) != 1 or searches[0]["scope"] != "file" or "text" in searches[0]:
        problems.append(f"searches: {searches}")
    for problem in problems:
        print(problem)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
