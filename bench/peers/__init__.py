"""The charts of the NPS trend page as people write such dashboards today, one small file each."""
