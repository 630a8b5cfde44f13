"""What both packages of the distribution use; nothing here knows the law, a case or a meeting."""
