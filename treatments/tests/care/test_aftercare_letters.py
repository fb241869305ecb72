"""The right letters on paper: WeasyPrint once printed wrong ones that pdftotext read right, so this test looks."""

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from clinic.kit.pdf import pdf_from_html
from clinic.kit.pdf_engine import FONTS

NAMES = ["Zoë", "Kowalczyk-Öztürk", "Νίκος", "Дмитрий"]
DPI, SIZE_PT = 300, 30
BOX = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>')


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Each name as it stands on the rasterised page."""
    path = tmp_path_factory.mktemp("letters") / "names.pdf"
    lines = "".join(f"<p><strong>{name}</strong></p>" for name in NAMES)
    path.write_bytes(pdf_from_html(f"<style>p {{ font-size: {SIZE_PT}pt }}</style>{lines}"))
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "-png", path, path.with_suffix("")], check=True)
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    return {word: _crop(path.with_suffix(".png"), box) for *box, word in BOX.findall(boxes)}


def _crop(page: Path, box: list[str]) -> Image.Image:
    edges = [float(edge) * DPI / 72 for edge in box]
    return _ink(Image.open(page).crop((edges[0] - 8, edges[1], edges[2] + 8, edges[3])))


def _drawn(word: str) -> Image.Image:
    """The reference: the same letters drawn by another engine from the same font."""
    font = ImageFont.truetype(str(FONTS / "NotoSans-Bold.ttf"), SIZE_PT * DPI // 72)
    sheet = Image.new("L", (2000, 300), 255)
    ImageDraw.Draw(sheet).text((20, 60), word, font=font, fill=0)
    return _ink(sheet)


def _ink(image: Image.Image) -> Image.Image:
    """Only the letters, black on white, in one size."""
    dark = ImageOps.invert(image.convert("L"))
    return dark.crop(dark.getbbox()).resize((600, 120))


def _difference(one: Image.Image, other: Image.Image) -> float:
    """The share of ink that differs, 0 to 1."""
    apart = sum(ImageChops.difference(one, other).tobytes())
    return apart / (sum(one.tobytes()) + sum(other.tobytes()))


@pytest.mark.parametrize("name", NAMES)
def test_name_is_printed_in_its_own_letters(printed, name):
    nearest = min(NAMES, key=lambda other: _difference(printed[name], _drawn(other)))
    assert (nearest, _difference(printed[name], _drawn(name)) < 0.2) == (name, True)


def test_wrong_letters_would_be_seen(printed):
    assert _difference(printed["Дмитрий"], _drawn("Дмитрйи")) > _difference(printed["Дмитрий"], _drawn("Дмитрий"))


@pytest.mark.parametrize("name", ["Zoë Öztürk", "Νίκος", "Дмитрий", "ليلى مثال", "小例测试样", "さくら"])
def test_no_letter_of_a_name_is_missing(caplog, name):
    pdf_from_html(f"<p>{name}</p><p><strong>{name}</strong></p>")

    assert "notdef" not in caplog.text
