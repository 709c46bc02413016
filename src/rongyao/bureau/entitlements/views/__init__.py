"""The desk's pages of entitlements: parse, one call, render."""
