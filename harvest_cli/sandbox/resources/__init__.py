"""The other resources: company, people, projects, reports."""
