"""What stands in deploy/ is what its tools take, and speaks of what there is."""

import json
import os
import re
import subprocess
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml
from processes import MissingProgramError, free_port, program

from needlewise import metrics
from needlewise.paths import ROOT

DEPLOY = ROOT / "deploy"
MANIFESTS = [path for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")) if path.stem != "kustomization"]
TOOLS = Path(os.environ.get("NEEDLEWISE_DEPLOY_BIN") or ROOT / "build" / "deploy-venv" / "bin")
_OF_A_HISTOGRAM = re.compile(r"_(bucket|sum|count)$")


def validate(tool: str, *arguments: str) -> None:
    """Runs a schema validator of an environment of its own, as its pins clash with Rasa's.

    `python -m venv build/deploy-venv && build/deploy-venv/bin/pip install --require-hashes -r requirements-deploy.txt`
    """
    if not (TOOLS / tool).is_file():
        missing = f"{TOOLS / tool} is missing; the top of {Path(__file__).name} says how to get it"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    done = subprocess.run([TOOLS / tool, *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.stem)
def test_manifest_fits_the_schema_of_kubernetes(manifest: Path) -> None:
    validate("kubernetes-validate", "--strict", str(manifest))


def test_kustomization_names_every_manifest() -> None:
    (kustomization,) = documents(DEPLOY / "kubernetes" / "kustomization.yaml")
    assert set(kustomization["resources"]) == {path.name for path in MANIFESTS} - {"secret.example.yaml"}


def test_compose_file_fits_its_schema() -> None:
    validate("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose" / "compose.yml"))


def test_no_secret_has_a_value() -> None:
    (secret,) = documents(DEPLOY / "kubernetes" / "secret.example.yaml")
    assert not any(secret["stringData"].values())
    example = (DEPLOY / "compose" / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^(\w*(?:SECRET|PASSWORD)\w*)=(.*)$", example, re.MULTILINE) == [
        ("NEEDLEWISE_SECRET", ""), ("POSTGRES_PASSWORD", "")]  # fmt: skip


def test_containers_have_no_rights_that_they_do_not_need() -> None:
    (deployment,) = documents(DEPLOY / "kubernetes" / "deployment.yaml")
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] and container["securityContext"]["readOnlyRootFilesystem"]
    (compose,) = documents(DEPLOY / "compose" / "compose.yml")
    for name, service in compose["services"].items():
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER \d+:\d+$", image, re.MULTILINE) and "HEALTHCHECK" in image


def test_image_copies_what_there_is() -> None:
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name
            assert f"!{name}" in kept or name.startswith("requirements"), f".dockerignore keeps {name} out"


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    try:
        nginx = program("nginx", "nginx-light")
    except MissingProgramError as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    template = Template((DEPLOY / "nginx" / "needlewise.conf.template").read_text(encoding="utf-8"))
    filled = template.safe_substitute(
        NEEDLEWISE_UPSTREAM="server 127.0.0.1:1;",
        NEEDLEWISE_LISTEN=f"127.0.0.1:{free_port()}",
        NEEDLEWISE_UNREACHABLE="Later.",
    )
    assert "${" not in filled
    (tmp_path / "site.conf").write_text(filled, encoding="utf-8")
    main = tmp_path / "nginx.conf"
    main.write_text(f"pid {tmp_path}/pid; events {{}} http {{ include {tmp_path}/site.conf; }}", encoding="utf-8")
    command = [nginx, "-t", "-q", "-c", str(main), "-e", "stderr"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr


def test_dashboard_and_alerts_ask_for_what_is_counted() -> None:
    dashboard = json.loads((DEPLOY / "grafana" / "needlewise.json").read_text(encoding="utf-8"))
    (alerts,) = documents(DEPLOY / "prometheus" / "alerts.yml")
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    expressions += [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    counted = {line.split()[2] for line in metrics.exposition().splitlines() if line.startswith("# TYPE")}
    asked = {
        _OF_A_HISTOGRAM.sub("", name)
        for one in expressions
        for name in re.findall(r"\b(?:needlewise|process)_\w+", one)
    }
    assert asked <= counted
    assert {name for name in counted if name.startswith("needlewise_")} <= asked, "counted, and nobody looks at it"


def test_settings_in_deploy_are_known_to_the_program() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "needlewise").rglob("*.py"))
    own = {"NEEDLEWISE_UPSTREAM", "NEEDLEWISE_LISTEN", "NEEDLEWISE_UNREACHABLE", "NEEDLEWISE_PUBLISHED", "NEEDLEWISE_"}
    for path in (DEPLOY / "Containerfile", DEPLOY / "compose" / "compose.yml", *MANIFESTS):
        for name in set(re.findall(r"\bNEEDLEWISE_[A-Z_]*", path.read_text(encoding="utf-8"))) - own:
            assert f'"{name}"' in code, f"{path.name} sets {name}"
