"""The beamer's light page: what the whole room may see, in type that can be read from ten metres. No Streamlit.

* `routes`    ``/room/<workshop id>`` and its event stream
* `view`      a moment of the room as three parts of the screen: head, stage, foot
* `slides`    what stands on the stage at each step
* `outcomes`  what a reveal puts there
* `bars`      votes drawn as bars, or as dots where there are few
* `join_address`  the address under which phones join, and its QR code
* `shell`     the document around it: style and script inline, and its policy
"""
