// SiteAuthority
