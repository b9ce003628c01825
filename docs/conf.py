"""Settings of the site that `make docs` builds from these documents; nothing asks a network."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

import airshield  # noqa: E402  (what is documented is the installed package)

project = "airshield"
author = "The airshield developers"
project_copyright = "The airshield developers, Apache-2.0"
release = airshield.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "house_docstrings"]
exclude_patterns = ["_ext", "img"]
root_doc = "index"
default_role = "literal"
# Two rooms hold a `Loaded`; a type hint cannot say which of the documented ones it is.
suppress_warnings = ["ref.python"]

# Headings get the anchors that code hosts give them, so that one link serves both.
myst_heading_anchors = 4

autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
maximum_signature_line_length = 88
autodoc_type_aliases = {"ArrayLike": "ArrayLike"}

nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_output_stderr = "error"

html_theme = "pydata_sphinx_theme"
html_title = "airshield"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "show_toc_level": 2,
    "navbar_persistent": ["search-button"],
    "header_links_before_dropdown": 8,
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
    "navigation_with_keys": False,
}
