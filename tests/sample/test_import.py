from datetime import date

import pytest

from balance.ingest import read_files


@pytest.mark.parametrize("quarter", ["2023-12-31", "2025-06-30", "2026-09-30"])
def test_a_quarter_is_read_without_a_question_a_problem_or_a_held_row(written, exports, quarter):
    intake = read_files(sorted((written / quarter).glob("*.xlsx")), as_of=date.fromisoformat(quarter))
    assert not intake.refused
    assert intake.questions == ()
    assert intake.problems == ()
    assert len(intake.held) == 0
    assert {name: len(frame) for name, frame in intake.frames.items()} == {
        name: len(frame) for name, frame in exports[quarter].items()
    }
    assert all(sheet.unmapped == () for file in intake.files for sheet in file.sheets)
