"""Writing a file so that it is whole or not there, and knowing what the place it lies in can do."""
