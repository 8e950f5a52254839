from tests.console.site import settled, site  # noqa: F401 - the fixtures of this folder
