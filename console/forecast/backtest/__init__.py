"""Would the forecast suit a site? Any log of finished cases walked in time order, with nothing known before it happened."""
