"""青溪县, the demonstration: an invented county with three tiers, three halls and nine screens."""

from server.demo.building import DemoCounty, build_county

__all__ = ["DemoCounty", "build_county"]
