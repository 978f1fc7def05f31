"""How good the reading is, on texts that people annotated: one module a task."""
