"""Pictures of layers with several channels: where their panels stand, and what joins them."""
