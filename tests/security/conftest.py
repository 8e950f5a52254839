from tests.console.site import site  # noqa: F401 - the fixture of this folder
