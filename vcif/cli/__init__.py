"""The `vcif` command."""

from vcif.cli.app import main

__all__ = ["main"]
