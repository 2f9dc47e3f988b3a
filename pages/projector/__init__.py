"""The projector's page: what the whole room may see, in type that can be read from ten metres. No Streamlit.

* `routes`        ``/room/<workshop id>`` and its event stream
* `view`          the screen in three parts: head, stage with the present step, foot
* `results`       what a reveal puts on the stage, with the vote chart
* `join_address`  the address under which phones join, and its QR code
* `document`      the HTML page around the parts, with its style, script and content policy
"""
