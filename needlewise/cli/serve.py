"""`needlewise serve`: the assistant with its channels on one port."""

import argparse
import asyncio
import ctypes
import os
import sys
from pathlib import Path

HOST = "NEEDLEWISE_HOST"
PORT = "NEEDLEWISE_PORT"
_DEFAULT_HOST = "127.0.0.1"
_DEFAULT_PORT = "5005"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "serve",
        help="start the server and print the address of a page with the chat",
        description="Trains first where the model is missing or older than what it is made from. Stops at Ctrl+C.",
    )
    parser.add_argument(
        "--host",
        default=os.environ.get(HOST) or _DEFAULT_HOST,
        help=f"where to listen: {_DEFAULT_HOST}, this machine alone, unless {HOST} says otherwise; 0.0.0.0 for all",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get(PORT) or _DEFAULT_PORT,
        help=f"{_DEFAULT_PORT} unless {PORT} says otherwise; 0 takes one that is free",
    )
    parser.add_argument("--model", type=Path, help="serve this model as it is, without a look at what it is made from")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop; 1 where it cannot start, with a sentence on standard error that says why."""
    # Rasa takes seconds to import, and warns of its own pins while it is; a call for help needs none of that.
    from needlewise.logs import configure_logging

    configure_logging()
    from needlewise.channels import ChannelConfigurationError
    from needlewise.channels.metrics import MetricsError
    from needlewise.channels.server import PortError
    from needlewise.channels.web import SettingsError
    from needlewise.channels.web.tokens import SecretError
    from needlewise.runtime.model import ModelUnusableError, TrainingFailed
    from needlewise.store.engine import DatabaseUnavailableError
    from needlewise.store.locks import RedisAddressError
    from needlewise.store.vault import StoreKeyError

    try:
        _serve(args)
    except (
        ChannelConfigurationError,
        DatabaseUnavailableError,
        FileNotFoundError,
        MetricsError,
        ModelUnusableError,
        PortError,
        RedisAddressError,
        SecretError,
        SettingsError,
        StoreKeyError,
        TrainingFailed,
    ) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _serve(args: argparse.Namespace) -> None:
    from needlewise.channels import configured
    from needlewise.channels.metrics import ADDRESS, MetricsServer
    from needlewise.channels.protocol import Connections
    from needlewise.channels.server import application, bound_socket, page_address, warm_up
    from needlewise.channels.server import run as run_application
    from needlewise.channels.web import WebChannel, WebSettings
    from needlewise.channels.web.tokens import Tokens, site_secret
    from needlewise.knowledge.content import shared_knowledge
    from needlewise.paths import ROOT
    from needlewise.runtime.assistant import Assistant
    from needlewise.runtime.model import ensure_model
    from needlewise.store.claim import Claim
    from needlewise.store.engine import usable
    from needlewise.store.locks import Locks
    from needlewise.store.tracker_store import ConversationStore

    # What can be wrong at once is found before the training.
    settings = WebSettings.from_environment(os.environ, shared_knowledge().site)
    messaging = configured(os.environ)
    tokens = Tokens(site_secret(os.environ, ROOT / "var" / "secret"), settings.session_days)
    locks = Locks()
    if address := os.environ.get(ADDRESS):
        MetricsServer(address)
    with bound_socket(args.host, args.port) as listening:
        if args.model and not args.model.is_file():
            raise FileNotFoundError(f"There is no model at {args.model}.")
        store = ConversationStore()
        claim = Claim(store.engine, locks.shared)
        assistant = Assistant.load(args.model or ensure_model(), store, locks)
        with usable(store.engine):
            asyncio.run(warm_up(assistant, store))
        _give_back_memory()
        app = application(assistant, store, WebChannel(assistant, store, settings, tokens), messaging)
        address = page_address(listening)
        connections = Connections(settings.connections, settings.trusted_proxies)
        try:
            run_application(app, listening, connections, lambda: print(f"Needlewise is ready: {address}", flush=True))
        finally:
            claim.close()


def _give_back_memory() -> None:
    """Hands what loading needed for a moment, some 45 MB, back to the system; only glibc keeps it and can be asked."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > 65_535:
        raise argparse.ArgumentTypeError(f"{value!r} is no port; expected a number from 0 to 65535")
    return int(value)
