"""From sizes to parameters: every layer within bounds that leads from one size to another."""
