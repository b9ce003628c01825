"""Turn reports into probabilities of who is where, and explain each one claim by claim."""
