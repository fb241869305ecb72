"""`make lock`: compile requirements/*.in to pinned, hashed lists, and package.json to its lock. Needs uv and npm."""

import shutil

from fetch_frontend import npm
from machine import install
from steps import ROOT, run, say, stop

LISTS = (
    ("base.in", "requirements.txt", ()),
    ("dev.in", "requirements/dev.txt", ("-c", "requirements.txt")),
    ("node.in", "requirements/node.txt", ()),
)
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "-q")


def main() -> None:
    """Write every lock anew."""
    install("requirements.txt")
    uv = shutil.which("uv") or stop("uv compiles the lists: pip install uv, then run this again.")
    for source, target, limits in LISTS:
        say(f"{target} …")
        run(uv, "pip", "compile", *OPTIONS, *limits, f"requirements/{source}", "-o", target)
    say("package-lock.json …")
    run(*npm(), "install", "--package-lock-only", "--ignore-scripts")
    if '"resolved"' in (ROOT / "package-lock.json").read_text():
        stop("package-lock.json names a registry's host; .npmrc should have kept it out.")


if __name__ == "__main__":
    main()
