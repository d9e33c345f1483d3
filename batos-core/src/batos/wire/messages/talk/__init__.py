"""What people and the image say to each other: requests, questions, words that are waited for."""
