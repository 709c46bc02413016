READ = "registry.roster_read"
