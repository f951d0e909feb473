"""The shell of all pages: page config, menu, sidebar, and which draft and run are current."""

from base64 import b64encode
from pathlib import Path

import streamlit as st

from pages.shared import places, server, sidebar, theme
from pages.shared.session import address, drafts

PICTURES = Path(__file__).parent / "shared" / "pictures"
# In the page itself: as a file of its own the server may have dropped it before a slow browser asks for it.
ICON = "data:image/png;base64," + b64encode((PICTURES / "icon.png").read_bytes()).decode()

st.set_page_config(page_title="MTL Studio", page_icon=ICON, layout="wide")
server.spare_modules()
server.launcher()
address.take_ids()
drafts.note_version()
st.logo(str(PICTURES / f"logo-{'dark' if address.is_dark() else 'light'}.svg"), size="large")
st.html(theme.shell())
page = st.navigation(
    [
        st.Page(
            place.file,
            title=place.title,
            url_path=place.path,
            default=place is places.START,
            visibility="visible" if place.listed else "hidden",
        )
        for place in places.ALL
    ],
    position="top",
)
sidebar.draw(page.title)
page.run()
