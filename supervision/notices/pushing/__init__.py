"""推送: every registration becomes the notices that it must become, once."""
