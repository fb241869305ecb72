import re
from pathlib import Path

from django.conf import settings

FOREIGN_TO_THE_CSP = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*(\ssrc=|type="application/json"))""")
TAG = re.compile(r"{%.*?%}")
ALLOWED = {"messages", "print"}  # mails and paper are not pages: no policy guards them


def test_no_page_has_an_inline_style_or_script():
    folder = Path(settings.TEMPLATES[0]["DIRS"][0])
    pages = [page for page in folder.rglob("*.html") if page.relative_to(folder).parts[0] not in ALLOWED]

    assert [str(page) for page in pages if FOREIGN_TO_THE_CSP.search(TAG.sub("", page.read_text()))] == []
