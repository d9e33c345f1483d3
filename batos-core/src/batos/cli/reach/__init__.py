"""What a command reaches: the kernel, an image, what is installed and what runs."""
