"""Models that cannot be loaded."""

import tarfile
from pathlib import Path

import pytest

from needlewise.runtime.assistant import Assistant
from needlewise.runtime.model import ModelUnusableError, ensure_model


@pytest.mark.parametrize("kind", ["half of one", "no archive", "another archive"])
def test_model_that_cannot_be_loaded_is_told_in_a_sentence(kind: str, tmp_path: Path) -> None:
    broken = tmp_path / "model.tar.gz"
    if kind == "half of one":
        broken.write_bytes(ensure_model().read_bytes()[:100_000])
    elif kind == "no archive":
        broken.write_bytes(b"nothing of the kind")
    else:
        with tarfile.open(broken, "w:gz") as archive:
            archive.add(__file__, "something.py")
    with pytest.raises(ModelUnusableError, match="make train") as told:
        Assistant.load(broken)
    assert str(broken) in str(told.value) and len(str(told.value).splitlines()) == 1
