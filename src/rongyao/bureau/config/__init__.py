"""Settings, urls, the command line and the launcher. Nothing else imports this package."""
