"""The project runs anywhere: no paths of one machine, no registries, nothing fetched from elsewhere at run time."""

import re

from tests.support.project import files, name, source

# Inside a container there is but one machine, and it is the image's.
IN_CONTAINERS = {"Dockerfile", "docker-compose.yml"}
TEXTS = (
    ".py",
    ".toml",
    ".md",
    ".html",
    ".js",
    ".css",
    ".sh",
    ".yml",
    ".yaml",
    ".json",
    ".txt",
    ".lock",
    "Dockerfile",
    "thidua",
    "run",
    ".example",
)
MACHINE = re.compile(r"(?<![\w.$}~/-])/(?:work|root|tmp|home/\w+)(?![\w-])")
ELSEWHERE = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "jsdelivr" + ".net", "unpkg" + ".com",
            "cdnjs" + ".cloudflare", "googleapis" + ".com", "gstatic" + ".com",
        )
    )
)  # fmt: skip


def holders(pattern):
    return {
        name(path): pattern.search(source(path)).group()
        for path in files(*TEXTS)
        if path.name != "test_places.py" and pattern.search(source(path))
    }


def test_no_file_names_a_place_on_one_machine():
    assert {place: found for place, found in holders(MACHINE).items() if place not in IN_CONTAINERS} == {}


def test_no_file_names_a_registry_or_a_delivery_network():
    assert holders(ELSEWHERE) == {}
