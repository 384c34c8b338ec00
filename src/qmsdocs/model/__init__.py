"""What documents are: frozen values without any IO."""
