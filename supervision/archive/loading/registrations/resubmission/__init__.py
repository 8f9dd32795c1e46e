"""再次报送: a held row goes through the same door once a person has answered."""
