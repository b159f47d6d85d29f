"""What is on the rise: hashtags, posts, links and people, by how many independent voices speak of them."""
