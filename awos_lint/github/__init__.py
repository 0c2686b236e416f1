"""The only room that reaches the network: reviews of a pull request from GitHub."""
