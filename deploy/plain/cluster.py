"""The topology of deploy/ as plain processes on loopback: PostgreSQL, Redis, replicas, and nginx before them.

    .venv/bin/python deploy/plain/cluster.py --replicas 3 --port 8080

prints the page's address and runs until it is stopped; what it kept is then gone. Needs Debian's packages postgresql,
redis-server and nginx (or nginx-light). Tests and load runs use the same class.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from processes import MissingProgramError, Service, answers, free_port, postgres_service, program, redis_service

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "deploy" / "nginx" / "needlewise.conf.template"
_SECRET = "of this cluster alone, which ends with its processes"
_UNREACHABLE = "The assistant cannot be reached. In an emergency call 112, 999 or 911."
_NGINX = """\
daemon off;
pid {folder}/nginx.pid;
worker_processes 2;
error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
    {paths}
    include {folder}/needlewise.conf;
}}
"""
_SERVE = ("-W", "ignore", "-m", "needlewise.cli.main", "serve")


class Cluster:
    """All processes, in a folder of their own."""

    def __init__(
        self,
        folder: Path,
        replicas: int = 3,
        port: int | None = None,
        model: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """Prepares everything and starts nothing.

        Args:
            folder: new, and such that other users may pass it: root runs PostgreSQL as another.
            replicas: how many.
            port: of nginx; any that is free by default.
            model: the model that the replicas serve; the project's by default, trained where it has to be.
            environ: settings of the replicas beside those of the topology.

        Raises:
            MissingProgramError: where a program is not installed.
        """
        self.folder = folder
        self.redis, redis_address = redis_service(folder)
        self.postgres, self.database = postgres_service(folder)
        settings = {
            **os.environ,
            "DATABASE_URL": self.database,
            "REDIS_URL": redis_address,
            "NEEDLEWISE_SECRET": _SECRET,
            "NEEDLEWISE_TRUSTED_PROXY": "127.0.0.1",
            "OPENBLAS_NUM_THREADS": "1",
            **(environ or {}),
        }
        self.ports = [free_port() for _ in range(replicas)]
        self.metrics_ports = [free_port() for _ in range(replicas)]
        chosen = ["--model", str(model)] if model else []
        self.replicas = [
            Service(
                f"replica {number}",
                [sys.executable, *_SERVE, "--port", str(port), *chosen],
                lambda port=port: answers(f"http://127.0.0.1:{port}/health/ready"),
                folder / f"replica-{number}.log",
                {**settings, "NEEDLEWISE_METRICS": f"127.0.0.1:{self.metrics_ports[number]}"},
            )
            for number, port in enumerate(self.ports)
        ]
        self.port = port or free_port()
        self.nginx = self._nginx()

    @property
    def page(self) -> str:
        """The address of the page with the chat."""
        return f"http://127.0.0.1:{self.port}/webhooks/web/"

    def start(self) -> None:
        """Starts everything, and waits until it answers."""
        for service in (self.redis, self.postgres):
            service.start()
        for service in (self.redis, self.postgres):
            service.wait()
        for replica in self.replicas:
            replica.start()
        for replica in self.replicas:
            replica.wait()
        self.nginx.start()
        self.nginx.wait()

    def stop(self) -> dict[str, int]:
        """Stops everything; gives the exit statuses by name."""
        return {service.name: service.stop() for service in (self.nginx, *self.replicas, self.redis, self.postgres)}

    def _nginx(self) -> Service:
        upstream = "\n    ".join(f"server 127.0.0.1:{port} max_fails=2 fail_timeout=1s;" for port in self.ports)
        filled = Template(TEMPLATE.read_text(encoding="utf-8")).safe_substitute(
            NEEDLEWISE_UPSTREAM=upstream,
            NEEDLEWISE_LISTEN=f"127.0.0.1:{self.port}",
            NEEDLEWISE_UNREACHABLE=_UNREACHABLE,
        )
        (self.folder / "needlewise.conf").write_text(filled, encoding="utf-8")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "\n    ".join(f"{kind}_temp_path {self.folder}/nginx-{kind};" for kind in kinds)
        main = self.folder / "nginx.conf"
        main.write_text(_NGINX.format(folder=self.folder, paths=paths), encoding="utf-8")
        command = [program("nginx", "nginx-light"), "-c", str(main), "-e", "stderr"]
        return Service("nginx", command, lambda: answers(f"{self.page}config"), self.folder / "nginx.log")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a cluster until it is told to stop; 1 where it cannot start."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--replicas", type=int, default=3, help="how many (3)")
    parser.add_argument("--port", type=int, default=8080, help="of nginx (8080)")
    args = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="needlewise-cluster-"))
    folder.chmod(0o711)
    # Told to stop, the processes end with this one.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    cluster = None
    try:
        cluster = Cluster(folder, args.replicas, args.port)
        cluster.start()
        print(f"{args.replicas} replicas behind nginx: {cluster.page}", flush=True)
        print("Metrics: " + " ".join(f"http://127.0.0.1:{port}/metrics" for port in cluster.metrics_ports), flush=True)
        signal.pause()
    except (MissingProgramError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        if cluster:
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
