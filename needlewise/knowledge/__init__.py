"""What the assistant knows: the files under data/ as typed objects, and the check of them."""
