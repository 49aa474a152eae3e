"""Line icons (Lucide, ISC): one stroke colour, put in at load."""
