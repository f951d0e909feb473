"""The server: serves the pages, and looks after the queue from its start on, also while nobody has a page open.

The shell of all pages is ``pages/studio.py``. It is not this file because Streamlit takes a folder ``pages`` beside
its script for a menu of its own, and then greets the first deep link after a start with "Page not found".
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from pages.shared import fault
from pages.shared.guard import Guard
from pages.shared.session.whole_callbacks import keep_callbacks_whole


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Start the launcher, which adopts the workers of the server before; end its spares with the server."""
    from pages.shared import server  # what it caches needs the runtime that starts with the server

    server.begin()
    yield
    server.end()


keep_callbacks_whole()
app = st.App("pages/studio.py", lifespan=lifespan, middleware=[Middleware(Guard)], on_script_error=fault.tell)
