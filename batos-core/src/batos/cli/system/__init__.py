"""The system: started and stopped, its plugins, models and settings."""
