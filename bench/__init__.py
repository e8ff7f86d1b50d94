"""What the dashboard costs, measured as ratios within one run."""
