"""预检: a file is judged row by row as if it were sent, nothing is stored of it, and then the same file may be sent."""
