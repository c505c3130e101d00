"""What the press runs in the kernel before a document's first cell; the file is sent as text.

The names start with ``vcif_kernel_`` so that they meet no name of the author.
"""

from typing import Any


def vcif_kernel_begin() -> None:
    """Draw figures as SVG: sharp in every format, whatever the size."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    shell.config.InlineBackend.figure_format = "svg"


def vcif_kernel_figure_size(width: float | None, height: float | None) -> None:
    """Set the size in inches of the figures that follow; None is the default."""
    import matplotlib
    import plotnine

    wide, high = 640 / 100, 480 / 100
    size = (width or wide, height or high)
    plotnine.options.figure_size = size
    matplotlib.rcParams["figure.figsize"] = size


def vcif_kernel_inline(expressions: list[str]) -> None:
    """Evaluate inline expressions; send their results, or errors, as one display message."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    display: Any = shell.display_pub
    results: list[dict[str, Any]] = []
    for expression in expressions:
        reply = shell.user_expressions({"value": expression})["value"]
        if reply["status"] == "ok":
            results.append({"data": {key: str(value) for key, value in reply["data"].items()}})
        else:
            results.append({"error": f"{reply['ename']}: {reply['evalue']}"})
    display.publish({"application/json": results})
