"""What both engines share: randomness, initialisation, schedules, early stopping, history."""
