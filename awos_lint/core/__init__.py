"""What everything else speaks of: texts, findings, the configuration, the model of documents."""
