"""What the image keeps of learning: cycles, questions, the trail, the memory."""
