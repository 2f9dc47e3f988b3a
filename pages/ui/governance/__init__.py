"""The step "How we keep to it": the people a charter names, and what the team promises."""
