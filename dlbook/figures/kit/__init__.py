"""What every figure is made of: its base, controls, messages, display, and the style."""
