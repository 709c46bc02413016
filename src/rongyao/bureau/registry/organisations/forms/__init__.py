"""What is typed about organisations, as their actions take it."""
