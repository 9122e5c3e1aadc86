"""What runs in the child process: it alone opens what a stranger wrote. Standard library and calamine only."""
