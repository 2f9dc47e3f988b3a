"""Everything that replaces or reads Streamlit's private parts, one file each. Look here first after an upgrade.

The first line of a file says what it replaces, a later one what would make it unnecessary; its test has the same name in
``tests/server/streamlit_patches``. ``make streamlit-next`` runs those tests against the newest Streamlit.

Some public calls rely on behaviour that is not documented; ``tests/pages`` notices when it changes:

* a widget loses its value when it is not rendered, and is another one on another page (`pages.ui.session.sync_field`)
* an expander with another label or ``expanded`` is another one (`pages.ui.lazy_expander`)
* a fragment that reruns sends the state of widgets that are gone (`pages.ui.fields`)
* each run of a script has a thread of its own (`pages.ui.i18n`)
* a container's key is a CSS class, ``st-key-…`` (`pages.ui.large_type`)
"""
