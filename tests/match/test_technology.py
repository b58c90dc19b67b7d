"""Technology entries reach services, drawings and software, and nothing that only comes with goods."""

from __future__ import annotations

import pytest

from scanner.catalog.load import built_in
from scanner.match import match_lines
from tests.factory import line


def controls(text: str) -> dict[str, str]:
    (found,) = match_lines([line(description=text)], built_in())
    kinds = built_in().controls
    return {x.control: x.verdict for x in found if kinds[x.control].kind == "technology"}


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("Commissioning of a magnet line", "cn-2025-62:1E902.b"),
        ("Commissioning of NdFeB magnet production line", "cn-2025-62:1E902.b"),
        ("Inbetriebnahme Magnetlinie", "cn-2025-62:1E902.b"),
        ("Installation supervision, rare earth separation plant", "cn-2025-62:1E902.b"),
        ("磁材生产线调试 技术服务", "cn-2025-62:1E902.b"),
        ("Training of operators, rare earth metal electrolysis", "cn-2025-62:1E902.b"),
        ("Process package solvent extraction rare earths", "cn-2025-62:1E902.a"),
        ("Konstruktionszeichnungen Seltenerd-Trennanlage", "cn-2025-62:1E902.a"),
        ("Simulation software for magnet sintering", "cn-2025-62:1E902.a"),
        ("仿真软件 钕铁硼生产线", "cn-2025-62:1E902.a"),
        ("License fee, gallium extraction process", "cn-2025-tech-catalogue:nonferrous-gallium"),
        ("Know-how transfer LFP cathode preparation", "cn-2025-tech-catalogue:252604X.1"),
        ("DCPCVD process technology license", "cn-2025-55:2E902"),
    ],
)
def test_a_service_or_its_papers_meet_the_entry_of_their_field(text: str, control: str) -> None:
    assert control in controls(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wartungsvertrag Klimaanlage",
        "Inbetriebnahme Förderband",
        "技术资料",
        "Start-up assistance",
        "Training course spreadsheet",
        "Software license CAD",
        "Engineering drawing bracket",
        "Maintenance contract for HVAC",
        "Rare earth magnet N35, technical data on request",
        "NdFeB magnet N42SH, engineering drawing",
        "Royalty",
        "gold recovery plant know-how",
        "Technical training battery safety",
    ],
)
def test_an_act_without_its_field_is_nothing(text: str) -> None:
    assert controls(text) == {}
