"""Damaged files by the thousand through everything that opens files: accepted or refused, never anything else.

``python -m tests.support.fuzz [COUNT] [SEED]`` prints how many came to which end; the suite runs a few hundred.
"""

import io
import logging
import random
import sys
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

import docx
from PIL import Image

from core import extraction
from core.exceptions import UploadRefused
from core.spreadsheets import Column, Template, write
from core.spreadsheets.grid import grid_of
from core.uploads import KINDS, MEGABYTE, inspect_upload
from tests.support.documents import pdf

Mutation = Callable[[random.Random, bytearray], None]


def flip(chance: random.Random, content: bytearray) -> None:
    """Other bytes here and there."""
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)


def cut(chance: random.Random, content: bytearray) -> None:
    """A piece missing."""
    start = chance.randrange(len(content))
    del content[start : start + chance.randint(1, len(content))]


def double(chance: random.Random, content: bytearray) -> None:
    """A piece twice."""
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randint(1, 200)]
    content[start:start] = piece * chance.randint(1, 5)


def swell(chance: random.Random, content: bytearray) -> None:
    """A number that is far too large, or another sign, in place of a digit."""
    digits = [place for place, byte in enumerate(content) if 48 <= byte <= 57]
    if digits:
        place = chance.choice(digits)
        content[place : place + 1] = chance.choice((b"-1", b"99999999999", b"", b"0", b"1e9", b"NaN"))


MUTATIONS: tuple[Mutation, ...] = (flip, cut, double, swell)


def samples() -> dict[str, bytes]:
    """One small sound file of each kind."""
    document, picture = io.BytesIO(), io.BytesIO()
    word = docx.Document()
    word.add_paragraph("một", style="List Number")
    word.add_table(2, 2).cell(0, 0).text = "ô"
    word.save(document)
    Image.effect_noise((32, 32), 60).convert("RGB").save(picture, "PNG")
    form = Template("a", "1", "Mẫu", ("x",), (Column("a", "A"), Column("b", "B", "number")))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "x" * 500)
    return {
        "a.docx": document.getvalue(),
        "a.xlsx": write(form, [{"a": "=x", "b": 5}]),
        "a.pdf": pdf([["Chi tieu thi dua nam nay", "1"], ["trang hai cua van ban"]]),
        "a.png": picture.getvalue(),
        "a.zip": archive.getvalue(),
        "a.txt": "Céng hßa x· héi".encode("cp1252"),
    }


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files; every second archive is damaged inside a part, so that the archive itself stays sound."""
    chance, sound = random.Random(seed), samples()  # nothing secret
    for number in range(count):
        name = chance.choice(sorted(sound))
        content = sound[name]
        damage = chance.choice(MUTATIONS)
        if number % 2 and name in ("a.docx", "a.xlsx"):
            yield name, damaged_inside(chance, content, damage)
        else:
            whole = bytearray(content)
            damage(chance, whole)
            yield name, bytes(whole)


def damaged_inside(chance: random.Random, content: bytes, damage: Mutation) -> bytes:
    """The archive with one part damaged."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == victim and part:
                damage(chance, part)
            new.writestr(name, bytes(part))
    return buffer.getvalue()


def end_of(name: str, content: bytes) -> str:
    """What becomes of a file: "accepted", the code of its refusal, or the traceback of anything else."""
    file = io.BytesIO(content)
    file.name = name
    try:
        kind = inspect_upload(file, max_bytes=MEGABYTE, kinds=(*KINDS, "txt")).kind
        if kind in extraction.KINDS:
            extraction.text_of(content, kind=kind)
        elif kind == "xlsx":
            grid_of(content, "Số liệu", "_bieu_mau", ["Hướng dẫn"])
    except UploadRefused as refusal:
        return refusal.code if refusal.sentence else "refused without a sentence"
    except Exception:  # noqa: BLE001 # finding these is what this is for
        return traceback.format_exc()
    return "accepted"


def ends(count: int, seed: int) -> Counter[tuple[str, str]]:
    """How many damaged files of each name came to which end."""
    return Counter((name, end_of(name, content)) for name, content in mutants(count, seed))


def main() -> int:
    """Print the ends; 1 if any was neither acceptance nor refusal."""
    given = sys.argv[1:3]
    count, seed = map(int, given + ["5000", "1"][len(given) :])
    warnings.simplefilter("ignore")
    logging.disable()
    found = ends(count, seed)
    for (name, end), times in sorted(found.items()):
        print(f"{name}\t{end}\t{times}")
    return int(any(len(end) > len("accepted") for _, end in found))


if __name__ == "__main__":
    sys.exit(main())
