"""When what is on which screen: programmes, the pure timeline, why."""
