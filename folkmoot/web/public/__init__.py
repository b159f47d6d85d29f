"""What visitors, readers of feeds and search engines get to see of a community that is open to them."""
